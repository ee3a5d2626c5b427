from gotuto.modules import Flag, Grant, MenuItem, ModuleConfig, Names, Resource
from gotuto.roles import Role


class CustomerConfig(ModuleConfig):
    name = "contexts.customer"
    label = "customer"
    verbose_name = "Customers and access"

    grants = (
        Grant(
            Role.SUPPORT,
            sees=("customer", "customergroup"),
            does="registers customers, corrects their names and addresses, and puts them into groups",
        ),
        Grant(Role.CATALOG, sees=("customergroup",)),
    )

    resources = (Resource("customers", named_by=("customer_id",)), Resource("customer-groups"))
    rates = rates_by_address = ("login", "registration")
    flags = (
        Flag(
            "customer.registration",
            "People may open accounts by themselves. Off, guests go on to order and staff to register customers.",
        ),
    )
    purged = {"former_emails": "contexts.customer.accounts.statements.forget_former_emails"}
    names = (
        Names("user", called="accounts.queries.emails_of"),
        Names(
            "customer",
            called="accounts.queries.names_of",
            found="accounts.queries.find_customers",
            model="customer_customer",
        ),
        Names("customer_group", called="groups.queries.group_names", found="groups.queries.find_groups"),
    )
    menu = (
        MenuItem("People", 10, "Customers", "group", "customer_customer"),
        MenuItem("People", 12, "Groups of customers", "groups", "customer_customergroup"),
        MenuItem("People", 30, "Users", "badge", "customer_user"),
        MenuItem("People", 40, "Roles", "admin_panel_settings", "auth_group"),
        MenuItem("People", 50, "API tokens", "key", "customer_apitoken"),
    )

    def after_migrate(self, **_: object) -> None:
        """Every role is a group; one that a release adds appears with its migrations."""
        from django.contrib.auth.models import Group

        Group.objects.bulk_create([Group(name=role.value) for role in Role], ignore_conflicts=True)
