/** Follows personal data through plans. */
package io.millrace.jobs.personal;
