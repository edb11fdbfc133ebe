"""Flattens the weblogs on AWS Glue, then joins the user profiles; a failure stops what comes after it."""

from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator

CODE = "s3://CODE-BUCKET/millrace"
PATHS = {"--vars.raw": "s3://RAW-BUCKET/raw", "--vars.curated": "s3://CURATED-BUCKET/weblogs"}


def job(name):
    """A run of the Glue job that conf/deploy/glue/job.yaml made; the task fails as the run does."""
    return GlueJobOperator(
        task_id=name,
        job_name="flatten-weblogs",
        script_args={"--job-file": f"{CODE}/jobs/{name}.conf", **PATHS},
        wait_for_completion=True,
        stop_job_run_on_kill=True,
    )


with DAG(
    dag_id="weblogs",
    schedule="15 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 0},  # a run that failed would fail again, and cost as much again
) as dag:
    job("flatten-weblogs") >> job("join-userprofile")
