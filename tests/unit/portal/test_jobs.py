"""Jobs: queued with their data, tried again, handed back, cancelled; nothing is lost with a worker."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.actors import Actor, system_actor
from portal.enums import Channel, JobState
from portal.jobs import Interrupted, JobRefused, Withdrawn, actor_of, cancel, enqueue, job, progress
from portal.jobs.declaring import JobOptions
from portal.jobs.outbox import deliver
from portal.jobs.pulse import Pulse
from portal.jobs.reaping import LIVES, prune, reap
from portal.jobs.running import execute, finish
from portal.jobs.scheduling import run_due
from portal.jobs.worker import JobWorker
from portal.models import JobRun, OutboxMessage, ScheduleMark, WorkerBeat
from portal.registry import Scheduled

HERE = "tests.unit.portal.test_jobs"
SYSTEM = system_actor()
calls = []


def add(run, *, left, right):
    calls.append(run)
    progress(run, 1, 2, "half")
    return {"sum": left + right}


def refuse(run):
    raise JobRefused("The file is empty.")


def break_down(run):
    raise ValueError("a secret of ours")


@job(retries=2)
def fail_twice(run):
    if run.attempts < 3:
        raise OSError("not now")
    return "at last"


@job(idempotent=True)
def again(run):
    calls.append(run)


def tick():
    calls.append("tick")


def tick_badly():
    raise ValueError("no")


class ClosedMailer(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("the mail server is closed")


@pytest.fixture(autouse=True)
def no_calls():
    calls.clear()


@pytest.fixture
def queue(settings):
    """The queue in the database, instead of the tests' own that runs at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work():
    JobWorker().run_waiting()


def run_all_deferred():
    DBTaskResult.objects.update(run_after=timezone.now())
    work()


def left_by_dead_worker(task, **facts):
    """A run whose worker was killed: its entry in the queue says 'running' for ever."""
    run = enqueue(f"{HERE}.{task}", by=SYSTEM)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["dead"])
    JobRun.objects.update(state=JobState.RUNNING, **{"attempts": 1, **facts})
    return run


@pytest.mark.django_db
class TestQueue:
    def test_runs_once_and_keeps_the_result(self, queue, alice):
        run = enqueue(f"{HERE}.add", by=Actor(alice), left=1, right=2)
        assert (run.state, run.started_by) == (JobState.QUEUED, alice)
        work()
        work()
        run.refresh_from_db()
        assert (run.state, run.result, run.done, run.total) == (JobState.DONE, {"sum": 3}, 1, 2)
        assert len(calls) == 1

    def test_same_transaction_as_the_data(self, queue):
        with pytest.raises(DatabaseError), transaction.atomic():
            enqueue(f"{HERE}.again", by=SYSTEM)
            raise DatabaseError
        assert not JobRun.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_same_key_while_unfinished_is_the_same_run(self, queue):
        first = enqueue(f"{HERE}.again", by=SYSTEM, key="k")
        assert enqueue(f"{HERE}.again", by=SYSTEM, key="k") == first
        assert enqueue(f"{HERE}.again", by=SYSTEM, key="other") != first
        work()
        assert enqueue(f"{HERE}.again", by=SYSTEM, key="k") != first

    def test_who_asks_for_the_same_at_the_same_moment_gets_the_same_run(self, queue, monkeypatch):
        first = enqueue(f"{HERE}.again", by=SYSTEM, key="k")
        looks = []

        def blind_at_first(rows):
            looks.append(rows)
            return None if len(looks) == 1 else JobRun.objects.get(pk=first.pk)

        monkeypatch.setattr("django.db.models.query.QuerySet.first", blind_at_first)
        assert enqueue(f"{HERE}.again", by=SYSTEM, key="k") == first
        assert len(looks) == 2 and JobRun.objects.count() == 1

    def test_unknown_task_is_refused_at_once(self):
        with pytest.raises(ImportError):
            enqueue("suppliers.jobs.no_such_thing", by=SYSTEM)

    def test_task_that_is_gone_fails_its_run(self, queue):
        run = enqueue(f"{HERE}.again", by=SYSTEM)
        JobRun.objects.update(task=f"{HERE}.gone")
        work()
        run.refresh_from_db()
        assert run.state == JobState.FAILED

    def test_runs_at_once_in_tests_of_others(self):
        assert enqueue(f"{HERE}.add", by=SYSTEM, left=1, right=1).result == {"sum": 2}


@pytest.mark.django_db
class TestErrors:
    def test_refusal_is_told_to_the_person(self, queue):
        enqueue(f"{HERE}.refuse", by=SYSTEM)
        work()
        run = JobRun.objects.get()
        assert (run.state, run.error) == (JobState.FAILED, "The file is empty.")

    def test_breakdown_is_not_told_in_detail(self, queue):
        enqueue(f"{HERE}.break_down", by=SYSTEM)
        work()
        run = JobRun.objects.get()
        assert run.state == JobState.FAILED
        assert "secret" not in run.error
        assert run.error

    def test_retries_with_growing_delay(self, queue):
        enqueue(f"{HERE}.fail_twice", by=SYSTEM)
        work()
        waiting = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        assert timedelta(seconds=10) < waiting.run_after - timezone.now() <= timedelta(seconds=15)
        run_all_deferred()
        waiting = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        assert timedelta(seconds=50) < waiting.run_after - timezone.now() <= timedelta(seconds=60)
        run_all_deferred()
        run = JobRun.objects.get()
        assert (run.state, run.result, run.attempts) == (JobState.DONE, "at last", 3)

    def test_delays(self):
        delays = [JobOptions(retries=9).retry_delay(attempts) for attempts in (1, 2, 3, 9, 10)]
        assert delays == [
            timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=4), timedelta(hours=1), None
        ]  # fmt: skip


@pytest.mark.django_db
class TestCancel:
    def test_waiting_run_never_starts(self, queue):
        run = enqueue(f"{HERE}.again", by=SYSTEM)
        assert cancel(run)
        work()
        run.refresh_from_db()
        assert (run.state, calls) == (JobState.CANCELLED, [])

    def test_running_job_hears_it_at_its_next_report(self, queue):
        run = left_by_dead_worker("again")
        run.refresh_from_db()
        pulse = Pulse("w")
        with pulse.following(run, interruptible=False):
            progress(run, 3, 9, "three")
            pulse.beat()
            seen = JobRun.objects.get()
            assert (seen.done, seen.total, seen.message) == (3, 9, "three")
            cancel(run)
            pulse.beat()
            with pytest.raises(Withdrawn):
                progress(run, 4, 9)

    def test_what_is_over_cannot_be_cancelled(self):
        run = enqueue(f"{HERE}.again", by=SYSTEM)
        assert not cancel(run)


@pytest.mark.django_db
class TestWorkerEnds:
    def test_stopping_hands_back_a_job_that_bears_it(self):
        run = JobRun.objects.create(task=f"{HERE}.again", state=JobState.RUNNING)
        pulse = Pulse("w")
        pulse.stopping = True
        with pulse.following(run, interruptible=True), pytest.raises(Interrupted):
            progress(run, 1)
        with pulse.following(run, interruptible=False):
            progress(run, 1)

    def test_killed_worker_idempotent_job_runs_again(self, queue):
        run = left_by_dead_worker("again")
        reap()
        work()
        run.refresh_from_db()
        assert (run.state, run.attempts, len(calls)) == (JobState.DONE, 2, 1)

    def test_killed_worker_other_job_fails_and_says_so(self, queue):
        run = left_by_dead_worker("add")
        reap()
        work()
        run.refresh_from_db()
        assert (run.state, calls) == (JobState.FAILED, [])
        assert run.error

    def test_job_that_kills_its_workers_is_given_up(self, queue):
        run = left_by_dead_worker("again", attempts=LIVES)
        reap()
        run.refresh_from_db()
        assert run.state == JobState.FAILED

    def test_living_worker_keeps_its_job(self, queue):
        run = left_by_dead_worker("again")
        WorkerBeat.objects.create(name="dead", seen_at=timezone.now())
        reap()
        run.refresh_from_db()
        assert run.state == JobState.RUNNING

    def test_tasks_of_libraries_are_queued_again(self, queue):
        execute.enqueue(0)
        DBTaskResult.objects.update(
            status=TaskResultStatus.RUNNING, worker_ids=["dead"], task_path="wagtail.tasks.something"
        )
        reap()
        assert DBTaskResult.objects.get().status == TaskResultStatus.READY

    def test_late_end_of_a_run_that_went_elsewhere_is_ignored(self, queue):
        run = left_by_dead_worker("again")
        stale = JobRun.objects.get()
        reap()
        work()
        JobRun.objects.update(result="second")
        finish(stale, JobState.FAILED, error="too late")
        run.refresh_from_db()
        assert (run.state, run.result) == (JobState.DONE, "second")

    def test_pruning_keeps_what_is_young(self):
        old, young = (JobRun.objects.create(task="t", state=JobState.DONE) for _ in range(2))
        now = timezone.now()
        JobRun.objects.filter(pk=old.pk).update(finished_at=now - timedelta(days=91))
        JobRun.objects.filter(pk=young.pk).update(finished_at=now - timedelta(days=89))
        prune()
        assert list(JobRun.objects.all()) == [young]


@pytest.mark.django_db
class TestSchedule:
    @pytest.fixture(autouse=True)
    def entries(self, monkeypatch):
        entries = [Scheduled(f"{HERE}.tick_badly", 60), Scheduled(f"{HERE}.tick", 60)]
        monkeypatch.setattr("portal.jobs.scheduling.schedule", lambda: entries)
        monkeypatch.setattr("portal.jobs.scheduling.OWN", [])

    def test_first_time_then_when_due_and_missed_runs_once(self, caplog):
        now = timezone.now()
        for seconds in (0, 59, 60, 3 * 86_400):
            run_due(now + timedelta(seconds=seconds))
        assert calls == ["tick"] * 3  # not at second 59; three days of missed minutes count once
        assert "tick_badly failed" in caplog.text

    def test_two_workers_run_it_once(self, monkeypatch):
        now = timezone.now()
        run_due(now)
        seen = ScheduleMark.objects.get(task=f"{HERE}.tick")
        later = now + timedelta(minutes=2)
        run_due(later)
        # The other worker read the mark before this one took it.
        monkeypatch.setattr(ScheduleMark.objects, "get_or_create", lambda **_: (seen, False))
        assert run_due(later) == []


@pytest.mark.django_db
class TestActor:
    def test_person_with_todays_rights(self, alice, bob, brandt):
        assert actor_of(JobRun(started_by=alice)).role == alice.role
        run = JobRun(started_by=bob, scope=brandt.public_id)
        assert actor_of(run).partner_id == brandt.pk
        bob.memberships.all().delete()
        with pytest.raises(PermissionDenied):
            actor_of(run)

    def test_deactivated_person_does_nothing_more(self, alice):
        alice.is_active = False
        with pytest.raises(PermissionDenied):
            actor_of(JobRun(started_by=alice))

    def test_installation_itself(self):
        assert actor_of(JobRun()) == system_actor(Channel.JOB)


@pytest.mark.django_db
class TestOutbox:
    @pytest.fixture
    def message(self):
        return OutboxMessage.objects.create(
            to="bob@brandt.example", subject="Hello", text="Hi", html="<p>Hi", send_after=timezone.now()
        )

    def test_sends_once(self, message):
        assert (deliver(), deliver()) == (1, 0)
        assert [sent.subject for sent in mail.outbox] == ["Hello"]

    def test_answers_reach_a_person_and_secrets_are_forgotten(self, message):
        OutboxMessage.objects.update(reply_to="alice@halden.example", forget=True)
        deliver()
        assert mail.outbox[0].reply_to == ["alice@halden.example"]
        assert mail.outbox[0].body == "Hi"
        message.refresh_from_db()
        assert (message.text, message.html) == ("", "")

    def test_failure_waits_and_is_noted(self, message, settings):
        settings.EMAIL_BACKEND = f"{HERE}.ClosedMailer"
        assert deliver() == 0
        message.refresh_from_db()
        assert message.sent_at is None
        assert message.last_error == "the mail server is closed"
        assert message.send_after > timezone.now()
        assert deliver() == 0

    def test_later_messages_wait(self, message):
        OutboxMessage.objects.update(send_after=timezone.now() + timedelta(minutes=1))
        assert deliver() == 0


@pytest.mark.django_db
class TestReady:
    def parts(self, client):
        answer = client.get("/readyz")
        return answer.status_code, json.loads(answer.content)

    def test_dead_worker_shows(self, client):
        assert self.parts(client)[0] == 503
        WorkerBeat.objects.create(name="w", seen_at=timezone.now() - timedelta(seconds=61))
        status, parts = self.parts(client)
        assert (status, parts["worker"], parts["database"]) == (503, False, True)
        WorkerBeat.objects.update(seen_at=timezone.now())
        assert self.parts(client)[0] == 200

    def test_living_process(self, client):
        assert client.get("/healthz").status_code == 200
