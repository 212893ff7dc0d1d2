"""Where CI is "true", a page that no browser opened counts as broken: nothing is skipped there."""

import os

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome, report.longrepr = "failed", f"skipped, but CI is true: {report.longrepr[-1]}"
    return report
