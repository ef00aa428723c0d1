"""The addresses of meetings."""

from django.urls import path, re_path

from samsyn.meetings.views import agenda, calendars, decisions, meetings, minutes, notices, papers, templates, year

app_name = "meetings"

RECORD = [
    path("decisions/", decisions.register, name="register"),
    path("decisions/<uuid:key>/", decisions.decision, name="decision"),
    path("decisions/<uuid:key>/reword/", decisions.reword, name="reword_decision"),
    path("decisions/<uuid:key>/adopt/", decisions.adopt, name="adopt_decision"),
    path("decisions/<uuid:key>/assign/", decisions.assign, name="assign_decision"),
    path("decisions/<uuid:key>/follow-up/", decisions.follow_up, name="follow_up_decision"),
    path("decisions/<uuid:key>/statement/", decisions.state, name="state_decision"),
    path("items/<uuid:key>/decide/", decisions.decide, name="decide"),
    path("<uuid:key>/decisions/", decisions.of_meeting, name="decisions"),
    path("<uuid:key>/minutes/", minutes.minutes, name="minutes"),
    path("<uuid:key>/minutes/begin/", minutes.begin, name="begin_minutes"),
    path("<uuid:key>/minutes/write/", minutes.write, name="write_minutes"),
    path("<uuid:key>/minutes/write/<uuid:item>/", minutes.write, name="write_minutes_item"),
    path("<uuid:key>/minutes/adjusters/", minutes.adjusters, name="adjusters"),
    path("<uuid:key>/minutes/send/", minutes.send, name="send_minutes"),
    path("<uuid:key>/minutes/take-back/", minutes.take_back, name="take_back_minutes"),
    path("<uuid:key>/minutes/confirm/", minutes.confirm, name="confirm_minutes"),
    path("<uuid:key>/minutes/object/", minutes.object_to, name="object_to_minutes"),
    path("<uuid:key>/minutes/correct/", minutes.correct, name="correct_minutes"),
    re_path(r"^(?P<key>[0-9a-f-]{36})/minutes\.(?P<format>pdf|docx)$", minutes.paper, name="minutes_file"),
]

CALLING = [
    path("", meetings.index, name="index"),
    path("plan/", meetings.plan, name="plan"),
    path("organs/<slug:code>/", meetings.organ, name="organ"),
    path("year/", year.year, name="year"),
    path("year/<int:wanted>/", year.year, name="year_of"),
    path("calendars/", calendars.listed, name="calendars"),
    path("calendars/subscribe/", calendars.subscribe, name="subscribe"),
    path("calendars/<uuid:key>/revoke/", calendars.revoke, name="revoke"),
    path("calendars/<str:token>.ics", calendars.subscribed, name="calendar"),
    path("templates/", templates.listed, name="templates"),
    path("templates/create/", templates.create, name="template_create"),
    path("templates/<uuid:key>/", templates.template, name="template"),
    path("templates/<uuid:key>/remove/", templates.remove, name="template_remove"),
    path("templates/<uuid:key>/add/", templates.add_item, name="standing_item_add"),
    path("templates/<uuid:key>/<int:pk>/", templates.change_item, name="standing_item_change"),
    path("templates/<uuid:key>/<int:pk>/step/", templates.step, name="standing_item_step"),
    path("templates/<uuid:key>/<int:pk>/remove/", templates.remove_item, name="standing_item_remove"),
    path("items/<uuid:key>/", agenda.item, name="item"),
    path("items/<uuid:key>/change/", agenda.change, name="item_change"),
    path("items/<uuid:key>/step/", agenda.step, name="item_step"),
    path("items/<uuid:key>/remove/", agenda.remove, name="item_remove"),
    path("items/<uuid:key>/withdraw/", agenda.withdraw, name="item_withdraw"),
    path("items/<uuid:key>/guests/add/", agenda.add_guest, name="guest_add"),
    path("items/<uuid:key>/guests/<int:pk>/remove/", agenda.remove_guest, name="guest_remove"),
    path("items/<uuid:key>/papers/add/", papers.add, name="paper_add"),
    path("papers/<uuid:key>/", papers.paper, name="paper"),
    path("papers/<uuid:key>/<int:number>/", papers.paper, name="paper_version"),
    path("papers/<uuid:key>/anew/", papers.add_version, name="paper_anew"),
    path("papers/<uuid:key>/change/", papers.change, name="paper_change"),
    path("papers/<uuid:key>/withdraw/", papers.withdraw, name="paper_withdraw"),
    path("notices/<uuid:key>/", notices.notice, name="notice"),
    path("notices/<uuid:key>/rest/", notices.send_to_the_rest, name="notice_rest"),
    path("<uuid:key>/", meetings.meeting, name="meeting"),
    path("<uuid:key>/meeting.ics", calendars.event, name="event"),
    path("<uuid:key>/settings/", meetings.settings, name="settings"),
    path("<uuid:key>/companion/", meetings.companion, name="companion"),
    path("<uuid:key>/cancel/", meetings.cancel, name="cancel"),
    path("<uuid:key>/remove/", meetings.remove, name="remove"),
    path("<uuid:key>/add/", agenda.add, name="item_add"),
    path("<uuid:key>/arrange/", agenda.arrange, name="arrange"),
    path("<uuid:key>/template/take/", agenda.take_template, name="template_take"),
    path("<uuid:key>/template/make/", agenda.make_template, name="template_make"),
    path("<uuid:key>/notices/", notices.listed, name="notices"),
    path("<uuid:key>/notices/send/", notices.send, name="notice_send"),
]

urlpatterns = [
    *CALLING,
    *RECORD,
]
