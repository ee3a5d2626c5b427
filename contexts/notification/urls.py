from django.urls import path

from contexts.notification import views

urlpatterns = [
    path("notifications/", views.Notifications.as_view(), name="notifications"),
    path("notifications/<uuid:notification_id>/", views.Notification.as_view(), name="notification"),
]
