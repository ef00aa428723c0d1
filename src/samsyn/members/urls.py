"""Addresses of the members' register."""

from django.urls import path

from samsyn.members.views import functions, mandates, members, organisations, organs, people

app_name = "members"
urlpatterns = [
    path("people/", people.index, name="people"),
    path("people/new/", people.register_person, name="register_person"),
    path("people/<uuid:key>/", people.page, name="person"),
    path("people/<uuid:key>/change/", people.change_person, name="change_person"),
    path("people/<uuid:key>/account/", people.tie_account, name="tie_account"),
    path("people/<uuid:key>/left/", people.person_left, name="person_left"),
    path("people/<uuid:key>/returned/", people.person_returned, name="person_returned"),
    path("people/<uuid:key>/erase/", people.erase_person, name="erase_person"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<slug:code>/", organisations.page, name="organisation"),
    path("organisations/<slug:code>/change/", organisations.change, name="change_organisation"),
    path("organisations/<slug:code>/membership/", organisations.begin_membership, name="begin_membership"),
    path(
        "organisations/<slug:code>/membership/<int:membership>/end/",
        organisations.end_membership,
        name="end_membership",
    ),
    path("organisations/<slug:code>/inhabitants/", organisations.note_inhabitants, name="note_inhabitants"),
    path("memberships/", members.index, name="members"),
    path("memberships/table/", members.table, name="members_table"),
    path("fees/", members.fee_rules, name="fee_rules"),
    path("organs/", organs.index, name="organs"),
    path("organs/new/", organs.register, name="register_organ"),
    path("organs/table/", mandates.upload, name="mandate_table"),
    path("organs/table/enter/", mandates.enter, name="mandate_table_enter"),
    path("organs/table/template/", mandates.template, name="mandate_table_template"),
    path("organs/<slug:code>/", organs.page, name="organ"),
    path("organs/<slug:code>/rules/", organs.rules_page, name="organ_rules"),
    path("organs/<slug:code>/history/", organs.history, name="organ_history"),
    path("organs/<slug:code>/change/", organs.change, name="change_organ"),
    path("organs/<slug:code>/term/", organs.register_term, name="register_term"),
    path("organs/<slug:code>/procedure/", organs.register_rules, name="register_rules"),
    path("organs/<slug:code>/steps/", organs.seats_by_steps, name="seats_by_steps"),
    path("organs/<slug:code>/fixed/", organs.seats_fixed, name="seats_fixed"),
    path("organs/<slug:code>/parties/", organs.set_fallback, name="set_fallback"),
    path("organs/<slug:code>/appoint/", mandates.appoint, name="appoint"),
    path("mandates/<uuid:key>/", mandates.page, name="mandate"),
    path("mandates/<uuid:key>/end/", mandates.end, name="end_mandate"),
    path("mandates/<uuid:key>/replace/", mandates.replace, name="replace_mandate"),
    path("mandates/<uuid:key>/correct/", mandates.correct, name="correct_mandate"),
    path("functions/", functions.index, name="functions"),
    path("functions/new/", functions.register_function, name="register_function"),
    path("functions/<slug:code>/", functions.page, name="function"),
    path("functions/<slug:code>/holder/", functions.hold_function, name="hold_function"),
    path("functions/<slug:code>/holder/<int:holding>/end/", functions.end_holding, name="end_holding"),
]
