/** The run report as a page: one HTML file that needs no server, no network and no script. */
package io.millrace.jobs.page;
