"""Templates of what phones and the wall show, compiled for each language with its words already in them.

A fragment is rendered for every change of every room, and a page for every phone that joins: looking up each phrase,
and the request it might belong to, cost more than all the rest of it.
"""

from functools import cache
from typing import Any

from flask import Flask, current_app, template_rendered
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

from ..languages import catalog

GETTEXT = "_"


class InOneLanguage(Environment):
    """The application's templates, whose constant phrases are in one language. They need no request and no context."""

    def __init__(self, app: Flask, language: str) -> None:
        own = app.jinja_env
        super().__init__(
            loader=own.loader, autoescape=own.autoescape, undefined=own.undefined, trim_blocks=own.trim_blocks,
            lstrip_blocks=own.lstrip_blocks, auto_reload=app.debug, extensions=list(map(type, own.extensions.values())),
        )  # fmt: skip
        self.language = language
        self.filters = own.filters
        self.globals.update(own.globals)
        self.install_gettext_translations(catalog(language), newstyle=True)  # type: ignore[attr-defined]

    def make_globals(self, d: Any) -> dict[str, Any]:
        """Jinja's, as one plain dictionary: its chain of them is walked at every rendering."""
        return {**self.globals, **(d or {})}

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Jinja's, with the phrases put in first. It takes a template's text or its tree."""
        if isinstance(source, str):
            name, filename = (*args, None, None)[:2]
            source = _Phrases(self.language).visit(self.parse(source, kwargs.get("name", name), filename))
        return super().compile(source, *args, **kwargs)


class _Phrases(NodeTransformer):
    """Puts a language's words in the place of `_("…")`, and of `_("… %(name)s …", name=…)` as far as it goes."""

    def __init__(self, language: str) -> None:
        self._catalog = catalog(language)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja looks it up by this name
        self.generic_visit(node)
        if not _is_phrase(node):
            return node
        words = nodes.MarkSafe(nodes.Const(self._catalog.ugettext(node.args[0].as_const())))
        return nodes.Mod(words, _values(node.kwargs), lineno=node.lineno)


def _is_phrase(node: nodes.Call) -> bool:
    named = isinstance(node.node, nodes.Name) and node.node.name == GETTEXT
    return named and len(node.args) == 1 and isinstance(node.args[0], nodes.Const)


def _values(given: list[nodes.Keyword]) -> nodes.Dict:
    return nodes.Dict([nodes.Pair(nodes.Const(one.key), one.value) for one in given])


def render_in_one_language(app: Flask, language: str, name: str, **context: object) -> str:
    """Flask's `render_template` for a fragment in `language`; whoever listens for what is rendered hears of it."""
    return _rendered(app, language, name, context)


def page_in_one_language(language: str, name: str, **context: object) -> str:
    """Flask's `render_template` for a page of this request, in `language`."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    app.update_template_context(context)
    return _rendered(app, language, name, context)


def _rendered(app: Flask, language: str, name: str, context: dict[str, object]) -> str:
    template = in_one_language(app, language).get_template(name)
    template_rendered.send(app, template=template, context=context)
    return template.render(context)


@cache
def in_one_language(app: Flask, language: str) -> InOneLanguage:
    """Those of `app` in `language`."""
    return InOneLanguage(app, language)
