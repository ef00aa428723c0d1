"""Every write says who and when, by keyword; functions and files stay small."""

import ast
import re

from samsyn.web.jobs import HANDLERS
from samsyn.web.verbs import VERBS
from tests.house.tree import dotted, functions, modules, named, parsed

NOT_VERBS_OF_A_PERSON = {
    # Written by the system about itself, at a time that the caller gives in its own way.
}


def _operations():
    for path in modules():
        if "operations" not in dotted(path).split("."):
            continue
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield path, node


def test_operations_name_their_arguments_and_say_who_and_when():
    wrong = []
    for path, node in _operations():
        name = f"{named(path)}:{node.name}"
        keywords = {argument.arg for argument in node.args.kwonlyargs}
        if len(node.args.args) > 1 or not ({"by", "at"} <= keywords or name in NOT_VERBS_OF_A_PERSON):
            wrong.append(f"{name}({', '.join(a.arg for a in node.args.args)}; {', '.join(sorted(keywords))})")
    assert wrong == []


def _recorded() -> set[str]:
    """The verbs that the source names: ``app.verb`` as a text of its own, kinds of jobs apart."""
    verb = re.compile(rf"({'|'.join(sorted({verb.partition('.')[0] for verb in VERBS}))})\.[a-z_]+")
    found = {
        node.value
        for path in modules()
        if path.name != "verbs.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and verb.fullmatch(node.value)
    }
    return found - set(HANDLERS)


def test_every_verb_of_the_log_has_its_words_and_none_is_left_over():
    assert _recorded() == set(VERBS)
    assert len(set(VERBS.values())) == len(VERBS), "two verbs are called the same"


def test_a_verb_stands_in_the_source_as_it_is_recorded():
    """Made of parts it could not be searched for, nor be known to have its words."""
    made = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.keyword) and node.arg == "verb" and isinstance(node.value, ast.JoinedStr | ast.BinOp)
    ]
    assert made == []


def _length(node) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno - body[0].lineno + 1) if body else 0


def test_nine_functions_of_ten_are_under_thirty_lines():
    lengths = {f"{named(path)}:{node.name}": _length(node) for path in modules() for node in functions(parsed(path))}
    long = {name: length for name, length in lengths.items() if length >= 30}
    assert len(long) <= 0.1 * len(lengths), sorted(long.items(), key=lambda pair: -pair[1])
    assert max(lengths.values()) <= 60, max(lengths, key=lengths.__getitem__)


def test_files_stay_under_four_hundred_lines():
    long = {named(path): count for path in modules() if (count := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_views_are_short():
    long = [
        f"{named(path)}:{node.name} {_length(node)}"
        for path in modules()
        if "views" in dotted(path).split(".")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and _length(node) > 20
    ]
    assert long == []


def test_no_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [named(path) for path in modules() if drawers & set(dotted(path).split("."))] == []
