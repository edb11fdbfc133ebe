package io.millrace.jobs.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * One column of the row group that is being filled. Values go through a dictionary as long as that
 * pays, by parquet-java's own rule: not if the first page would be smaller plain, and not beyond a
 * size; what follows is plain. Nor if the first values that the task has hardly ever repeat.
 */
abstract class Chunk {

  private static final int KEPT = 1 << 16;
  private static final int[] NO_IDS = new int[0];

  final ColumnDescriptor column;
  private final PageBuffers buffers;
  private final Levels repetitions;
  private final Levels definitions;

  /** Of the column, in all files of the task. */
  final Variety variety;

  /** Plain values of the page, if there is no dictionary for them. */
  final Bytes plain = new Bytes();

  /** The page's ids in the dictionary, if there is one. */
  int[] ids = NO_IDS;

  int idCount;

  /** What the ids would take as plain values. */
  long idsPlain;

  private int rows;
  private int nulls;
  private final List<Page> pages = new ArrayList<>();
  private long pageBytes;
  private long values;
  private Dictionary dictionary;
  private boolean inDictionary;
  private boolean dictionaryUsed;

  Chunk(ColumnDescriptor column, PageBuffers buffers) {
    this.column = column;
    this.buffers = buffers;
    this.variety = buffers.variety(column);
    this.repetitions = new Levels(column.getMaxRepetitionLevel());
    this.definitions = new Levels(column.getMaxDefinitionLevel());
  }

  /** An empty one; null if the type has none. */
  abstract Dictionary newDictionary();

  /** Turns the page's ids into plain values. */
  abstract void idsToPlain();

  /**
   * Adds values, each of which is there.
   *
   * @param bases where in {@code row} the row, struct or array begins that a value belongs to
   * @param slot how far behind that its slot of eight bytes, or its element, lies
   */
  abstract void values(byte[] row, int[] bases, int count, int slot);

  /** Adds one value. */
  abstract void value(byte[] row, int base, int at);

  /** Least and greatest value of the page, which {@link #forgetRange} forgets. */
  abstract void range(Statistics<?> into);

  abstract void forgetRange();

  /** Null from where it does not pay on, if no page of the row group needs it. */
  final Dictionary dictionary() {
    return dictionary;
  }

  /** Whether values are to go into the dictionary. */
  final boolean inDictionary() {
    return inDictionary;
  }

  final void begin() {
    boolean wanted = buffers.settings().dictionary(column.getPath()) && variety.allowsDictionary();
    dictionary = wanted ? newDictionary() : null;
    inDictionary = dictionary != null;
    dictionaryUsed = false;
    forgetRange();
  }

  final void reserveIds(int more) {
    if (idCount + more > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(idCount + more, ids.length * 2));
    }
  }

  final void present(int repetition, int times) {
    repetitions.add(repetition, times);
    definitions.add(definitions.max(), times);
  }

  /** That there is no value, and down to which level there is something. */
  final void missing(int repetition, int definition) {
    if (definition >= definitions.max()) {
      throw new IllegalStateException(
          "column %s is null in a row although its schema says that it never is; let what makes it say that it may be"
              .formatted(String.join(".", column.getPath())));
    }
    repetitions.add(repetition, 1);
    definitions.add(definition, 1);
    nulls++;
  }

  /** Rows that the page still takes. */
  final int room() {
    return buffers.settings().pageRows() - rows;
  }

  /** After all values of some rows, no more than {@link #room}. */
  final void endRows(int count) throws IOException {
    rows += count;
    if (inDictionary && isDictionaryOver()) {
      leaveDictionary();
    }
    if (rows >= buffers.settings().pageRows() || pageSize() >= buffers.settings().page()) {
      endPage();
    }
  }

  private boolean isDictionaryOver() {
    return dictionary.bytes() > buffers.settings().dictionaryPage()
        || (!dictionaryUsed && variety.isUnique());
  }

  private long pageSize() {
    return inDictionary ? (long) idCount * idWidth() / Byte.SIZE : plain.size();
  }

  private int idWidth() {
    return Hybrid.width(Math.max(0, dictionary.size() - 1));
  }

  private void leaveDictionary() {
    plain.reserve((int) Math.min(Integer.MAX_VALUE - KEPT, idsPlain));
    idsToPlain();
    idCount = 0;
    ids = NO_IDS;
    inDictionary = false;
    if (!dictionaryUsed) {
      dictionary = null;
    }
  }

  /** Adds what waits for more: booleans do for their eighth. */
  void completePlain() {}

  private void endPage() throws IOException {
    int count = definitions.count();
    if (count == 0) {
      return;
    }
    Bytes page = buffers.page();
    repetitions.encode(buffers, page);
    definitions.encode(buffers, page);
    int begin = page.size();
    if (inDictionary) {
      page.putByte(idWidth());
      Hybrid.encode(ids, idCount, idWidth(), page);
      if (!dictionaryUsed && page.size() - begin + dictionary.bytes() >= idsPlain) {
        page.truncate(begin);
        leaveDictionary();
      }
    }
    if (!inDictionary) {
      completePlain();
      page.put(plain.array(), 0, plain.size());
    }
    dictionaryUsed |= inDictionary;
    add(page, count);
  }

  private void add(Bytes page, int count) throws IOException {
    Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
    statistics.incrementNumNulls(nulls);
    if (count > nulls) {
      range(statistics);
    }
    byte[] bytes = buffers.compress(page);
    Encoding encoding = inDictionary ? Page.OF_DICTIONARY : Encoding.PLAIN;
    pages.add(new Page(bytes, page.size(), count, rows, statistics, encoding));
    pageBytes += bytes.length;
    values += count;
    plain.clear(2 * buffers.settings().page());
    idCount = 0;
    idsPlain = 0;
    rows = 0;
    nulls = 0;
    repetitions.clear();
    definitions.clear();
    forgetRange();
  }

  /** Writes the column and begins the next row group. */
  final void write(ParquetFileWriter writer) throws IOException {
    endPage();
    writer.startColumn(column, values, buffers.settings().codec());
    if (dictionaryUsed) {
      Bytes page = buffers.page();
      dictionary.page(page);
      writer.writeDictionaryPage(
          new DictionaryPage(
              BytesInput.from(buffers.compress(page)),
              page.size(),
              dictionary.size(),
              Page.OF_DICTIONARY));
    }
    for (Page page : pages) {
      page.write(writer, repetitions.encoding(), definitions.encoding());
    }
    writer.endColumn();
    pages.clear();
    pageBytes = 0;
    values = 0;
    begin();
  }

  /** Bytes that it would take in the file, about. */
  final long size() {
    return pageBytes + pageSize() + (dictionary == null ? 0 : dictionary.bytes());
  }

  /** Bytes of memory that it takes. */
  final long held() {
    return pageBytes
        + plain.capacity()
        + ids.length * (long) Integer.BYTES
        + repetitions.capacity()
        + definitions.capacity()
        + (dictionary == null ? 0 : dictionary.held());
  }
}
