"""Addresses of the accounts' pages."""

from django.urls import path

from samsyn.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="list"),
    path("invite/", views.invite, name="invite"),
    path("me/", views.mine, name="mine"),
    path("log/", views.log, name="log"),
    path("invitation/<str:key>/<str:token>/", views.invitation, name="invitation"),
    path("<int:key>/", views.account, name="account"),
    path("<int:key>/invite/", views.invite_again, name="invite_again"),
    path("<int:key>/roles/", views.give_role, name="give_role"),
    path("<int:key>/roles/<int:grant>/end/", views.end_role, name="end_role"),
    path("<int:key>/address/", views.change_address, name="change_address"),
    path("<int:key>/second-factor/remove/", views.remove_second_factors, name="remove_second_factors"),
    path("<int:key>/close/", views.deactivate, name="deactivate"),
    path("<int:key>/open/", views.reactivate, name="reactivate"),
    path("<int:key>/erase/", views.erase, name="erase"),
]
