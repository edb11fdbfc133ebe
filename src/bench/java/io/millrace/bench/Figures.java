package io.millrace.bench;

/**
 * One run of one engine.
 *
 * @param wall seconds from the start of the process to its end
 * @param job seconds from a session that is up to output that readers see
 * @param cpu user and system seconds of the whole process
 */
record Figures(double wall, double job, double cpu, double peakMb, double outputMb, int files) {}
