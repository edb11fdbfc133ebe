package io.millrace.jobs.stage;

import java.io.Serializable;

/** Why rows were rejected: the rule, the column (may be null) and the reason. */
public record Rejected(String rule, String column, String reason) implements Serializable {}
