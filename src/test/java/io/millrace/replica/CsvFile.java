package io.millrace.replica;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Writes rows as CSV after RFC 4180, as a replication task does. */
record CsvFile(DmsSettings settings, List<TableColumn> columns) {

  void write(Path file, List<DmsRow> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    DmsSettings.Csv csv = settings.csv();
    if (csv.header()) {
      line(text, columns.stream().map(TableColumn::name).toList());
    }
    rows.forEach(row -> line(text, row.cells(settings, csv.notSupplied())));
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = csv.gzip() ? new GZIPOutputStream(out) : out) {
      packed.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void line(StringBuilder text, List<String> cells) {
    text.append(
            cells.stream()
                .map(this::written)
                .collect(Collectors.joining(settings.csv().delimiter())))
        .append('\n');
  }

  /** A text that is the null marker itself is quoted. */
  private String written(String cell) {
    DmsSettings.Csv csv = settings.csv();
    if (cell == null) {
      return csv.nullMarker();
    }
    boolean quotes =
        csv.quotesAll()
            || cell.equals(csv.nullMarker())
            || cell.contains(csv.delimiter())
            || cell.contains("\"")
            || cell.contains("\n")
            || cell.contains("\r");
    return quotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
