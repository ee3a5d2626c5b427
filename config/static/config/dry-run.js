// A form cannot send a header, but the forms of the browsable API are sent by script.
$(".form-actions, .modal-footer").not("form[method=get] .modal-footer").prepend(
  '<label style="font-weight:normal;margin-right:1em"><input type="checkbox" class="dry-run"> dry run: show what would be, change nothing</label>'
);
$(document).ajaxSend(function (event, request) {
  if ($(".dry-run:checked").length) request.setRequestHeader("Prefer", "dry-run");
});
