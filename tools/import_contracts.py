"""A contract for import-linter: a package may import only what a list names."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """Direct imports of `source` stay inside it or in `allowed`, standard library included.

    A list of what is forbidden would have to name every clock, socket and file of Python.
    """

    type_name = "only"

    source = fields.StringField()
    allowed = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect the imports that the list does not name."""
        source = str(self.source)
        inside = {source, *graph.find_descendants(source)}
        may: set[Any] = {source, *self.allowed}  # type: ignore[misc]
        strangers = [
            f"{module} imports {imported}"
            for module in sorted(inside)
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if not _is_within(imported, may)
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line per import that is not allowed."""
        for stranger in check.metadata["strangers"]:
            output.print_error(stranger)


def _is_within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
