/** What the notebooks show: a cell that ends with a {@link Table} or a chart displays it. */
package io.millrace.notebooks;
