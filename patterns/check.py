"""Validates pattern files: every finding names file and line and says what to do about it.

The examples are collected here and run in ``extractors/examples.py``, for a pattern knows no extractor.
"""
from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .limits import expression_fault
from .load import PatternError, load, stem_of
from .parsing import parse_yaml
from .schema import COMMON, KINDS, Key, Kind
from .values import TYPES, items_of, line_of, value_of

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MACRO = re.compile(r"\{[A-Z]\}|(?<!\?)<[^\W\d]>")
_TOP = {"kind": Key("text", required=True), "rules": Key("any", required=True)}
_LONGEST = 2_000_000  # characters of a user's file
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong at a line (1-based) of a pattern file, and how to put it right.

    ``usable`` tells that the file can be used for all that.
    """

    path: str
    line: int
    message: str
    fix: str
    usable: bool = False

    def __str__(self) -> str:
        return f"{shown(self.path)}:{self.line}: {self.message} ({self.fix})"


@dataclass(frozen=True, slots=True)
class Example:
    """A ``yes`` (positive) or ``no`` sentence of the rule ``"<stem>.yaml#<id>"``."""

    path: str
    line: int
    kind: str
    rule: str
    positive: bool
    text: str


@dataclass(slots=True)
class Checked:
    """What a check went through.

    ``findings`` are in file and line order, ``rules`` maps (kind, id) to the rule's path and line, and ``examples`` are
    still to be run.
    """

    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    rules: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)


def check_files(paths: Iterable[str], *, user: bool = False) -> Checked:
    """Checks everything that can be said of pattern files without running them.

    ``user`` relaxes what only civx's own files must keep: a user's rules need no examples, may name programmes that
    civx does not know, and may replace those of an earlier file.
    """
    checker = _Checker(user)
    for path in paths:
        checker.check_file(path)
    checker.done.findings.sort()
    return checker.done


def read_user_file(path: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The content of a user's pattern file, validated, and the line that each rule begins in, by id.

    Raises PatternError that lists every finding.
    """
    checked = check_files([path], user=True)
    if checked.findings:
        raise PatternError("\n".join(map(str, checked.findings)))
    with open(path, encoding="utf-8-sig") as stream:
        content: dict[str, Any] = parse_yaml(stream.read())
    return content, {rule_id: line for (_, rule_id), (_, line) in checked.rules.items()}


class _Checker:
    def __init__(self, user: bool) -> None:
        self.user = user
        self.done = Checked()
        self.path = ""
        self.terms: dict[tuple[str, str], tuple[str, str, int]] = {}  # (space, term) -> rule id, path, line

    def report(self, node: Node, message: str, fix: str, usable: bool = False) -> None:
        self.done.findings.append(Finding(self.path, line_of(node), message, fix, usable))

    def check_file(self, path: str) -> None:
        self.path = path
        self.done.files += 1
        if self.user:
            self.terms.clear()  # of a user's files the later one wins
        root = self.read(path)
        if root is None:
            return
        if not isinstance(root, MappingNode):
            self.report(root, "the file is no mapping", "begin it with kind: and rules:")
            return
        top = self.entries(root, "the file")
        name = value_of(top["kind"]) if "kind" in top else None
        kind = KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            node = top.get("kind", root)
            self.report(node, f"unknown kind {name!r}" if "kind" in top else "kind: is missing", _among(KINDS))
            return
        self.keys(root, top, {**_TOP, **kind.top}, str(name))
        rules = top.get("rules")
        if isinstance(rules, SequenceNode):
            for node in rules.value:
                self.check_rule(node, str(name), kind)
        elif rules is not None:
            self.report(rules, "rules: is no list", "write one '- id: …' item for each rule")

    def read(self, path: str) -> Node | None:
        try:
            with open(path, encoding="utf-8-sig") as stream:
                text = stream.read(_LONGEST + 1)
            if self.user and len(text) > _LONGEST:
                problem = f"is longer than {_LONGEST:,} characters"
                self.done.findings.append(Finding(path, 1, problem, "split it, and name the parts one by one"))
                return None
            parse_yaml(text)
            root: Node | None = yaml.compose(text, _LOADER)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else f"not UTF-8 at byte {error.start}"
            self.done.findings.append(Finding(path, 1, f"cannot be read: {reason}", "name a readable UTF-8 file"))
            return None
        except RecursionError:
            self.done.findings.append(Finding(path, 1, "no valid YAML: nested too deeply", "write it flat"))
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
            fix = "check indents, quotes, brackets"
            self.done.findings.append(Finding(path, mark.line + 1 if mark else 1, f"no valid YAML: {problem}", fix))
            return None
        if root is None:
            self.done.findings.append(Finding(path, 1, "the file is empty", "begin it with kind: and rules:"))
        return root

    def check_rule(self, node: Node, kind_name: str, kind: Kind) -> None:
        if not isinstance(node, MappingNode):
            self.report(node, "a rule is no mapping", "begin it with '- id: …'")
            return
        rule = self.entries(node, "the rule")
        rule_id = self.check_id(rule.get("id"), kind_name)
        where = f"rule {rule_id}" if rule_id else "the rule"
        self.keys(node, rule, {**COMMON, **kind.keys}, where)
        self.check_regexes(rule, kind, where)
        for group in kind.one_of:
            if not any(key in rule for key in group):
                self.report(node, f"{where} has none of {', '.join(group)}", "give it one of them")
        per = rule.get(kind.per)
        space = f"{kind_name} {per.value if per else ''}"
        for group in kind.unique:
            for key in group:
                self.check_unique(rule.get(key), f"{space} {group[0]}", rule_id)
        lacking = [key for key in kind.examples if key not in rule]
        if lacking and not self.user:
            message = f"{where} has no examples under {' and '.join(lacking)}"
            self.report(node, message, "add sentences of your own", usable=True)
        stem = stem_of(self.path)
        name = f"{load().stem(kind_name, stem) if self.user else stem}.yaml#{rule_id}"
        for key in ("yes", "no"):
            for item in items_of(rule.get(key)):
                example = Example(self.path, line_of(item), kind_name, name, key == "yes", item.value)
                self.done.examples.append(example)

    def check_id(self, node: Node | None, kind: str) -> str:
        if not isinstance(node, ScalarNode):
            return ""  # reported as missing or as no text
        rule_id: str = node.value
        if not _ID.fullmatch(rule_id):
            self.report(node, f"id {rule_id!r} is no kebab-case name", "use a-z, 0-9 and single hyphens")
        path, line = self.done.rules.setdefault((kind, rule_id), (self.path, line_of(node)))
        if self.user and path != self.path:
            self.done.rules[kind, rule_id] = (self.path, line_of(node))
        elif (path, line) != (self.path, line_of(node)):
            self.report(node, f"id {rule_id} stands already at {shown(path)}:{line}", "rename or merge one of the two")
        return rule_id

    def check_unique(self, node: Node | None, space: str, rule_id: str) -> None:
        for item in items_of(node):
            other, path, line = self.terms.setdefault((space, item.value), (rule_id, self.path, line_of(item)))
            if (other, path) != (rule_id, self.path):
                message = f"{item.value!r} stands in rule {other} at {shown(path)}:{line} and again in {rule_id}"
                self.report(item, message, "keep one of the two", usable=True)

    def entries(self, node: MappingNode, where: str) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in node.value:
            if key.value in found:
                self.report(key, f"{where} has {key.value}: twice", "keep one of the two")
            found[key.value] = value
        return found

    def keys(self, node: MappingNode, entries: dict[str, Node], known: dict[str, Key], where: str) -> None:
        for key, _ in node.value:
            if key.value not in known:
                self.report(key, f"{where}: unknown key {key.value!r}", _among(known))
        for name, key in known.items():
            if name in entries:
                self.check_value(entries[name], key, f"{where}: {name}")
            elif key.required and name != "kind":
                self.report(node, f"{where}: {name} is missing", f"add {name}: {TYPES[key.type][1]}")

    def check_value(self, node: Node, key: Key, where: str) -> None:
        wrong, wanted = TYPES[key.type]
        problem = wrong(node)
        if problem:
            self.report(node, f"{where} {problem}", f"write {wanted}")
            return
        if key.type == "terms":
            self.check_twice(node, where)
        if key.choices and not (key.open and self.user):
            for item in items_of(node) if key.type == "terms" else [node]:
                if item.value not in key.choices:
                    self.report(item, f"{where} is {item.value!r}", _among(key.choices))

    def check_regexes(self, rule: dict[str, Node], kind: Kind, where: str) -> None:
        for name, key in kind.keys.items():
            node = rule.get(name)
            if key.type in ("regex", "lookbehind") and isinstance(node, ScalarNode):
                source = node.value if key.type == "regex" else f"(?<={node.value})."
                for macro, expression in kind.macros.items():
                    source = source.replace(macro, f"(?:{expression})")
                unknown = _MACRO.search(source) if kind.macros else None
                if unknown:
                    self.report(node, f"{where}: {name} has the unknown macro {unknown.group()}", _among(kind.macros))
                fault = expression_fault(source)
                if fault:
                    self.report(node, f"{where}: {name} {fault[0]}", fault[1])

    def check_twice(self, node: Node, where: str) -> None:
        seen: set[str] = set()
        for item in items_of(node):
            if item.value in seen:
                self.report(item, f"{where} holds {item.value!r} twice", "keep one of the two", usable=True)
            seen.add(item.value)


def _among(names: Iterable[str]) -> str:
    return "known are " + ", ".join(name or '""' for name in names)


def shown(path: str) -> str:
    """A path as messages show it: relative where it lies below the current folder."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
