package io.millrace.jobs.page;

/** Reports of every kind, as runs save them. */
final class Reports {

  static final String VERSIONS =
      """
      "versions": {"millrace": "0.1.0", "spark": "3.5.4", "hadoop": "3.3.4", "java": "17.0.15",
        "master": "local[2]", "application": "local-17"},
      """;

  /** Two outputs, a second input, rejects before and after the outputs part, a merge. */
  static final String RICH =
      """
      {"job": "visits", "run": "20261121T025040564Z-a6667d05", "outcome": "succeeded",
       "started": "2026-11-21T02:50:40.576508840Z", %s
       "settings": "name = visits\\nkey = \\"****\\"", "ignored-settings": ["spark.executor.memory"],
       "source": {"step": "read-files", "path": "lake/raw/*.csv", "files": 120, "bytes": 8385423,
         "paths": ["file:/lake/raw/a.csv", "file:/lake/raw/b.csv"],
         "notes": ["no schema is given"], "rows": 100000, "counted-by": "reader"},
       "steps": [
         {"place": "source", "step": "read-files", "columns": "id STRING,request STRING,n INT"},
         {"place": "transforms[0]", "step": "cast", "columns": "id INT,request STRING,n INT"},
         {"place": "transforms[1]", "step": "filter", "columns": "id INT,request STRING,n INT"},
         {"place": "transforms[2]", "step": "join",
          "columns": "id INT,request STRING,n INT,`a b` STRUCT<x: INT, y: DECIMAL(10,2)>"}],
       "outputs": [
         {"target": "lake/all", "steps": [], "plan": ["parquet files in lake/all", "no files are there"],
          "read": 100000, "written": 97301, "rejected": 1203, "filtered": 1496, "rejected-shared": 0,
          "filtered-by": {"filter: n < 7 & n > 1": 1400, "join": 96},
          "rejected-by": [
            {"rule": "read", "column": "n", "reason": "not an int", "rows": 1000,
             "example": {"file": "file:/lake/raw/b.csv", "position": 81277, "shape": "99;x-x"}},
            {"rule": "cast", "column": "id", "reason": "id does not fit int", "rows": 203}],
          "files": 4, "bytes": 4140618},
         {"target": "cat.db.t", "steps": [
           {"place": "outputs[1].transforms[0]", "step": "select", "columns": "id INT"}],
          "plan": ["column salary is bigint, the table has int (widened: apply)"],
          "read": 100000, "written": 97290, "rejected": 1214, "filtered": 1496, "rejected-shared": 1203,
          "filtered-by": {"filter: n < 7 & n > 1": 1400, "join": 96},
          "rejected-by": [
            {"rule": "read", "column": "n", "reason": "not an int", "rows": 1000},
            {"rule": "cast", "column": "id", "reason": "id does not fit int", "rows": 203},
            {"rule": "schema-changes", "column": "id", "reason": "does not fit the table", "rows": 11}],
          "files": 0, "bytes": 0, "keys": 97111, "tombstones": 17}],
       "warnings": ["transforms[0]: a plain hash can be undone"],
       "second-inputs": [
         {"place": "transforms[2].with", "also-for": ["transforms[7].with"],
          "step": "read-table", "table": "cat.db.pages",
          "format": "iceberg", "snapshot": "77123", "committed": "2026-11-20T00:00:00Z",
          "files": 0, "bytes": 0, "paths": [], "notes": [],
          "steps": [
            {"place": "transforms[2].with.source", "step": "read-table", "columns": "n INT"},
            {"place": "transforms[2].with.transforms[0]", "step": "pad", "columns": "n STRING"}],
          "rows": 512, "used": 509, "rejected": 3, "filtered": 0, "filtered-by": {},
          "rejected-by": [{"rule": "read", "column": null, "reason": "no Parquet", "rows": 3}]}],
       "rejects": "lake/bad/run=20261121T025040564Z-a6667d05",
       "ledger": {"path": "lake/ledger", "batch": 42, "files": 118, "notes": ["repeats a batch"]},
       "recovered": ["batch 41 was finished"], "unfinished": ["cannot delete lake/all/old"],
       "ended": "2026-11-21T02:52:54.174329326Z",
       "seconds": {"start": 2.683, "plan": 4.038, "write outputs[0]": 117.387, "publish": 0.149}}
      """
          .formatted(VERSIONS);

  static final String FAILED =
      """
      {"job": "people", "run": "20261121T014308109Z-2f472b5d", "outcome": "failed",
       "started": "2026-11-21T01:43:08Z", %s
       "source": {"step": "read-files", "files": 1, "bytes": 20, "paths": ["file:/in/a.csv"],
         "notes": [], "rows": 3, "counted-by": "reader"},
       "steps": [{"place": "source", "step": "read-files", "columns": "id INT"}],
       "outputs": [{"target": "out", "steps": [], "read": 3, "written": 2, "rejected": 1, "filtered": 0,
         "filtered-by": {}, "rejected-by": [
           {"rule": "read", "column": "id", "reason": "not an int", "rows": 1}]}],
       "error": "1 of 3 rows were rejected, more than max-rejects = 0 allows",
       "ended": "2026-11-21T01:43:17Z", "seconds": {"plan": 2.5, "write": 6.25}}
      """
          .formatted(VERSIONS);

  /** 100 rows become 300 before the outputs part; the first of them has another such step. */
  static final String RECOUNTED =
      """
      {"job": "explode", "run": "20261121T014308109Z-2f472b5c", "outcome": "failed",
       "started": "2026-11-21T01:43:08Z", %s
       "source": {"step": "read-files", "files": 1, "bytes": 20, "paths": ["file:/in/a.csv"],
         "notes": [], "rows": 100, "counted-by": "reader"},
       "steps": [
         {"place": "source", "step": "read-files", "columns": "id INT"},
         {"place": "transforms[0]", "step": "filter", "columns": "id INT"},
         {"place": "transforms[1]", "step": "explode", "columns": "id INT"}],
       "outputs": [
         {"target": "a", "steps": [
            {"place": "outputs[0].transforms[0]", "step": "filter", "columns": "id INT"},
            {"place": "outputs[0].transforms[1]", "step": "aggregate", "columns": "id INT"}],
          "read": 100, "written": 5, "rejected": 0, "filtered": 11, "rejected-by": [],
          "filtered-by": {"filter: id > 1": 10, "filter: id > 2": 1}, "rejected-shared": 0,
          "changed-by-steps": -84,
          "steps-that-change-the-count": ["transforms[1] explode", "outputs[0].transforms[1] aggregate"]},
         {"target": "b", "steps": [],
          "read": 100, "written": 290, "rejected": 0, "filtered": 10, "rejected-by": [],
          "filtered-by": {"filter: id > 1": 10}, "rejected-shared": 0,
          "changed-by-steps": 200, "steps-that-change-the-count": ["transforms[1] explode"]}],
       "error": "outputs[1]: disk full", "leftovers": ["a/_millrace/staged/x was not removed"],
       "ended": "2026-11-21T01:43:17Z",
       "seconds": {"plan": 2.5, "maintain-table glue_catalog.analytics.order_items_history": 6.25}}
      """
          .formatted(VERSIONS);

  static final String UNPLANNED =
      """
      {"job": "people", "run": "20261121T014308110Z-2f472b5e", "outcome": "failed",
       "started": "2026-11-21T01:43:08Z", %s "error": "source.path: there is no file",
       "ended": "2026-11-21T01:43:09Z", "seconds": {"plan": 0.25}}
      """
          .formatted(VERSIONS);

  static final String RUNNING =
      """
      {"job": "people", "run": "20261121T014308111Z-2f472b5f", "outcome": "running",
       "started": "2026-11-21T01:43:08Z", %s
       "source": {"step": "read-files", "files": 1, "bytes": 20, "paths": ["file:/in/a.csv"],
         "notes": []},
       "steps": [{"place": "source", "step": "read-files", "columns": "id INT"}],
       "outputs": [{"target": "out", "steps": []}]}
      """
          .formatted(VERSIONS);

  static final String NOTHING_NEW =
      """
      {"job": "people", "run": "20261121T014308112Z-2f472b60", "outcome": "succeeded",
       "started": "2026-11-21T01:43:08Z", %s
       "nothing-new": "no file has come since batch 7",
       "ledger": {"path": "lake/ledger", "batch": 7, "files": 0, "notes": []},
       "ended": "2026-11-21T01:43:09Z", "seconds": {"plan": 0.25}}
      """
          .formatted(VERSIONS);

  static final String ACTIONS =
      """
      {"job": "keep", "run": "20261121T014308113Z-2f472b61", "outcome": "failed",
       "started": "2026-11-21T01:43:08Z", %s
       "settings": "name = keep",
       "actions": [
         {"action": "maintain-table", "target": "lake.shop.orders",
          "compact": {"rewritten-data-files": 12, "added-data-files": 1, "bytes": 123456},
          "expire-snapshots": {"deleted-data-files": 31}},
         {"action": "maintain-table", "target": "lake.shop.items", "error": "actions[1]: no such table"}],
       "error": "actions[1]: no such table",
       "ended": "2026-11-21T01:43:19Z", "seconds": {"plan": 0.5, "maintain-table lake.shop.orders": 10.5}}
      """
          .formatted(VERSIONS);

  private Reports() {}
}
