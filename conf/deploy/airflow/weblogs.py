"""Flattens the weblogs on AWS Glue, then joins the user profiles; a failure stops what comes after it."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator
from airflow.providers.amazon.aws.sensors.glue import GlueJobSensor

GLUE_JOB = "flatten-weblogs"  # that conf/deploy/glue/job.yaml made
CODE = "s3://CODE-BUCKET/millrace"
PATHS = {"--vars.raw": "s3://RAW-BUCKET/raw", "--vars.curated": "s3://CURATED-BUCKET/weblogs"}


def job(name):
    """A run of the Glue job; the task fails as the run does."""
    return GlueJobOperator(
        task_id=name,
        job_name=GLUE_JOB,
        script_args={"--job-file": f"{CODE}/jobs/{name}.conf", **PATHS},
        wait_for_completion=True,
        stop_job_run_on_kill=True,
    )


def succeeded(run):
    """The operator takes a run that somebody stopped for a success; this does not."""
    return GlueJobSensor(task_id=f"{run.task_id}-succeeded", job_name=GLUE_JOB, run_id=run.output)


with DAG(
    dag_id="weblogs",
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={
        "retries": 0,  # a run that failed would fail again, and cost as much again
        # Longer than the run's own time (TimeoutMinutes): the operator would wait for ever for one that Glue gave up (ERROR).
        "execution_timeout": timedelta(hours=3),
    },
) as dag:
    flattened = job("flatten-weblogs")
    joined = job("join-userprofile")
    succeeded(flattened) >> joined
    succeeded(joined)
