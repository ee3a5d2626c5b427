// A first order with TypeScript: a guest fills a cart, orders it, and waits for the outcome.
// Needs Node.js 20 or newer: npx tsx first_order.mts
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

const API = `${process.env.GOTUTO_URL ?? "http://127.0.0.1:8000"}/api/v1`;
const TRIES = 4;

interface Problem {
  code: string;
  detail: string;
}
interface Cart {
  id: string;
  token: string;
}
interface Order {
  id: string;
  number: string;
  token: string | null;
  status: "pending" | "confirmed" | "processing" | "shipped" | "delivered" | "cancelled";
  cancellation: { code: string; reason: string } | null;
}

class Refused extends Error {}

// The answer as data. Throws Refused with the words of a problem document (RFC 9457).
async function call<T>(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<T> {
  for (let left = TRIES - 1; ; left--) {
    let wait = 1;
    try {
      const answer = await fetch(API + path, {
        method,
        headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      if (answer.ok) return (await answer.json()) as T;
      const problem = (await answer.json()) as Problem;
      const retryAfter = answer.headers.get("Retry-After");
      if (retryAfter === null || left === 0) throw new Refused(`${problem.code}: ${problem.detail}`);
      wait = Number(retryAfter);
    } catch (failure) {
      // Without an answer nobody knows whether it was done. The Idempotency-Key makes asking again safe.
      if (failure instanceof Refused || left === 0) throw failure;
    }
    await pause(wait * 1000);
  }
}

const cart = await call<Cart>("POST", "/carts/", { "Idempotency-Key": randomUUID() }, {
  items: [{ sku: "TEA-EARL-GREY-100", quantity: 2 }],
});
let order = await call<Order>(
  "POST",
  "/orders/",
  { "Idempotency-Key": randomUUID(), "X-Cart-Token": cart.token, Prefer: "wait=10" },
  {
    cart_id: cart.id,
    email: "ada@example.com",
    shipping_address: {
      name: "Ada Lovelace",
      line1: "Torstrasse 1",
      postal_code: "10119",
      city: "Berlin",
      country: "DE",
    },
  },
);
const token = order.token ?? "";
// Usually settled by now; if not, it is asked for until it is.
while (order.status === "pending") {
  await pause(500);
  order = await call<Order>("GET", `/orders/${order.id}/`, { "X-Order-Token": token });
}

console.log(`${order.number} is ${order.status}`);
if (order.status !== "confirmed") {
  console.error(`${order.cancellation?.code}: ${order.cancellation?.reason}`);
  process.exitCode = 1;
}
