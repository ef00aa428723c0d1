"""Fetching over HTTP, against a local service: whole and broken answers, waits, bounds, where it must not lead."""

import gzip
import socket
import threading

import pytest

from samsyn.sources import fetching
from samsyn.sources.errors import FetchFailed
from samsyn.sources.fetching import Client, Policy
from samsyn.sources.problems import Problem
from tests.sources.service import Said, Time, client, service


def test_an_answer_comes_whole():
    with service(lambda asked: Said(b"data " + asked.body)) as told:
        answer = client().post(f"{told.base}/a?b=1", b'{"x": 1}')
    assert (answer.status, answer.data) == (200, b'data {"x": 1}')
    asked = told.asked[0]
    assert (asked.method, asked.path, asked.headers["content-type"]) == ("POST", "/a?b=1", "application/json")
    assert asked.headers["user-agent"].startswith("Samsyn")


def test_gzip_is_unpacked():
    with service(lambda _asked: Said(gzip.compress(b"long " * 1000), headers={"Content-Encoding": "gzip"})) as told:
        assert client().get(told.base).data == b"long " * 1000


def test_a_chunked_answer():
    with service(lambda _asked: Said(b"data", chunked=True)) as told:
        assert client().get(told.base).data == b"data"


@pytest.mark.parametrize(
    "said",
    [
        Said(b"half", declared=100),
        Said(gzip.compress(b"long " * 1000)[:-9], headers={"Content-Encoding": "gzip"}),
    ],
    ids=["short", "gzip"],
)
def test_an_answer_that_breaks_off_is_refused(said):
    with service(lambda _asked: said) as told, pytest.raises(FetchFailed) as refusal:
        client().get(told.base)
    assert refusal.value.problem is Problem.CUT_SHORT


def test_an_answer_that_breaks_off_within_a_chunk_is_refused():
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _address = listener.accept()
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf")
        connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with pytest.raises(FetchFailed) as refusal:
        client().get(f"http://127.0.0.1:{listener.getsockname()[1]}")
    thread.join()
    listener.close()
    assert refusal.value.problem is Problem.CUT_SHORT


def test_an_answer_that_is_too_large_is_cut_off():
    with service(lambda _asked: Said(b"x" * 5000)) as told, pytest.raises(FetchFailed) as refusal:
        client(largest=1000).get(told.base)
    assert refusal.value.problem is Problem.TOO_LARGE


def test_a_gzip_bomb_is_cut_off():
    bomb = Said(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    with service(lambda _asked: bomb) as told, pytest.raises(FetchFailed) as refusal:
        client(largest=1_000_000).get(told.base)
    assert refusal.value.problem is Problem.TOO_LARGE


def test_a_service_that_says_nothing_is_not_waited_for():
    listener = socket.create_server(("127.0.0.1", 0))
    with pytest.raises(FetchFailed) as refusal:
        client(timeout=0.1).get(f"http://127.0.0.1:{listener.getsockname()[1]}")
    listener.close()
    assert refusal.value.problem is Problem.TOO_SLOW


def test_a_slow_answer_is_given_up_at_the_deadline():
    time = Time()
    with service(lambda _asked: Said(b"x" * 200_000)) as told, pytest.raises(FetchFailed) as refusal:
        client(time, deadline=100.0).get(told.base, tick=lambda: time.sleep(101.0))
    assert refusal.value.problem is Problem.TOO_SLOW


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchFailed) as refusal:
        client().get(f"http://127.0.0.1:{port}")
    assert refusal.value.problem is Problem.NO_ANSWER


def test_what_is_not_http():
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _address = listener.accept()
        connection.recv(65536)
        connection.sendall(b"SSH-2.0-OpenSSH\r\n")
        connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with pytest.raises(FetchFailed):
        client().get(f"http://127.0.0.1:{listener.getsockname()[1]}")
    thread.join()
    listener.close()


def test_a_pause_between_two_questions():
    time = Time()
    asking = client(time, pause=0.5)
    with service(lambda _asked: Said(b"x")) as told:
        asking.get(told.base)
        assert time.slept == []
        asking.get(told.base)
    assert time.slept == [0.5]


def test_later_means_later():
    time = Time()
    answers = iter([Said(status=429, headers={"Retry-After": "7"}), Said(status=503), Said(b"data")])
    with service(lambda _asked: next(answers)) as told:
        assert client(time).get(told.base).data == b"data"
    assert sum(time.slept) == 7 + 2


def test_later_as_a_date_by_the_clock_of_the_service():
    time = Time()
    headers = {"Date": "Tue, 24 Nov 2026 04:00:00 GMT", "Retry-After": "Tue, 24 Nov 2026 04:00:09 GMT"}
    answers = iter([Said(status=429, headers=headers), Said(b"data")])
    with service(lambda _asked: next(answers)) as told:
        assert client(time).get(told.base).data == b"data"
    assert sum(time.slept) == 9


def test_always_later_is_given_up():
    with service(lambda _asked: Said(status=429)) as told, pytest.raises(FetchFailed) as refusal:
        client(attempts=3).get(told.base)
    assert (refusal.value.problem, refusal.value.status, len(told.asked)) == (Problem.TOO_MANY_CALLS, 429, 3)


def test_a_wait_of_a_day_is_not_waited():
    time = Time()
    day = Said(status=429, headers={"Retry-After": "86400"})
    with service(lambda _asked: day) as told, pytest.raises(FetchFailed) as refusal:
        client(time).get(told.base)
    assert (refusal.value.problem, time.slept) == (Problem.TOO_MANY_CALLS, [])


def test_cancelling_while_waiting():
    class Cancelled(Exception):
        pass

    def tick() -> None:
        if time.now >= 3:
            raise Cancelled

    time = Time()
    later = Said(status=429, headers={"Retry-After": "60"})
    with service(lambda _asked: later) as told, pytest.raises(Cancelled):
        client(time).get(told.base, tick)
    assert time.now == 3


def test_redirects_are_followed_a_few_times():
    def answer(asked):
        if asked.path == "/new":
            return Said(b"here")
        return Said(status=302, headers={"Location": "/new" if asked.path == "/old" else "/loop"})

    with service(answer) as told:
        assert client().get(f"{told.base}/old").data == b"here"
        with pytest.raises(FetchFailed) as refusal:
            client().get(f"{told.base}/loop")
    assert refusal.value.problem is Problem.TOO_MANY_REDIRECTS


def test_a_redirect_to_a_private_address_is_not_followed():
    with service(lambda _asked: Said(b"secret")) as inner:
        elsewhere = inner.base.replace("127.0.0.1", "127.0.0.2")
        onward = Said(status=302, headers={"Location": elsewhere})
        with service(lambda _asked: onward) as outer, pytest.raises(FetchFailed) as refusal:
            client().get(outer.base)
        assert inner.asked == []
    assert refusal.value.problem is Problem.PRIVATE_ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.1/",
        "http://192.168.1.1:8080/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://224.0.0.1/",
    ],
)
def test_private_addresses_are_refused(address):
    with pytest.raises(FetchFailed) as refusal:
        Client(Policy()).get(address)
    assert refusal.value.problem in {Problem.PRIVATE_ADDRESS, Problem.NO_ANSWER}
    if "2130706433" not in address and "2002:" not in address:
        assert refusal.value.problem is Problem.PRIVATE_ADDRESS


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_args, **_kwargs: found)
    with pytest.raises(FetchFailed) as refusal:
        Client(Policy()).get("http://statistics.example/")
    assert refusal.value.problem is Problem.PRIVATE_ADDRESS


def test_the_address_that_was_vetted_is_the_one_that_is_asked(monkeypatch):
    looked_up = []

    def once(host, port, **_kwargs):
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    with service(lambda _asked: Said(b"data")) as told:
        port = told.base.rsplit(":", 1)[1]
        monkeypatch.setattr(fetching, "_public", lambda _address: True)
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda h, p, *a, **k: real(h, p, *a, **k) if h[0] == "1" else once(h, p)
        )
        assert client().get(f"http://statistics.example:{port}/").data == b"data"
    assert looked_up == ["statistics.example"]
    assert told.asked[0].headers["host"] == f"statistics.example:{port}"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "http://user:word@example.org/",
        "http://exa mple.org/",
        "http://example.org/\r\nX: y",
        "http://example.org:99999/",
        "http://[::1",
        "gopher://x",
        "",
    ],
)
def test_what_is_no_web_address(address):
    with pytest.raises(FetchFailed) as refusal:
        client().get(address)
    assert refusal.value.problem is Problem.BAD_ADDRESS


def test_a_redirect_from_https_to_http_is_not_followed(monkeypatch):
    onward = fetching.Answer("https://a.example/", 302, {"location": "http://a.example/"}, b"")
    monkeypatch.setattr(Client, "_once", lambda *_args: onward)
    with pytest.raises(FetchFailed) as refusal:
        client().get("https://a.example/")
    assert refusal.value.problem is Problem.BAD_ADDRESS
