"""Stopping an import on its way, and taking back what it stored."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from suppliers.actions import imports, undoing
from suppliers.models import ImportBatch
from suppliers.views.imports import ImportAct


class ImportCancel(ImportAct):
    """Stops the work at its next step."""

    def act(self, batch: ImportBatch) -> HttpResponse:
        imports.cancel(by=self.actor, batch=batch)
        messages.success(self.request, _("%(file)s is stopped.") % {"file": batch.file_name})
        return self.back_to(batch)


class ImportUndo(ImportAct):
    """Takes back what the file created and changed."""

    def act(self, batch: ImportBatch) -> HttpResponse:
        undoing.ask_to_undo(by=self.actor, batch=batch)
        return self.back_to(batch)
