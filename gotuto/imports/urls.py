from django.urls import path

from gotuto.imports.api import CancelImport, ConfirmImport, Export, Import, ImportErrors, Imports

urlpatterns = [
    path("imports/", Imports.as_view(), name="imports"),
    path("imports/<uuid:import_id>/", Import.as_view(), name="import"),
    path("imports/<uuid:import_id>/errors/", ImportErrors.as_view(), name="import-errors"),
    path("imports/<uuid:import_id>/confirm/", ConfirmImport.as_view(), name="import-confirm"),
    path("imports/<uuid:import_id>/cancel/", CancelImport.as_view(), name="import-cancel"),
    path("exports/<str:kind>/", Export.as_view(), name="export"),
]
