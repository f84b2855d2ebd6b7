"""Whatever is sent, the API answers as its own document says, and never with an error of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from server.app import create_app
from server.settings import Settings
from tests.support.makers import make_customer, make_phone, make_staff

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
EXAMPLES = 15


def test_every_operation_answers_as_documented(sqlite_url: str, tmp_path: Path) -> None:
    app = create_app(Settings(var_dir=tmp_path / "var", database_url=sqlite_url))
    database = app.extensions["rounds"].database
    with database.session() as session:
        _device, headers = make_phone(session, make_staff(session))
        make_customer(session)
        session.commit()
    document = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    tried = []
    for found in document.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @hypothesis_settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case: schemathesis.Case) -> None:
            # Left out: a value may fit the document and still be refused by a rule that a schema cannot say.
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        ask()
        tried.append(operation.label)
    database.close()
    assert "PUT /api/recordings/{recording_id}/chunks/{number}" in tried
    assert len(tried) >= 14
