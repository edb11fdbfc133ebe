package io.millrace.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** A recording as rows of a replication task, in their true order. */
final class DmsRows {

  private final Recording recording;
  private final DmsSettings settings;
  private final Timeline timeline;
  private long counter;

  DmsRows(Recording recording, DmsSettings settings, Timeline timeline) {
    this.recording = recording;
    this.settings = settings;
    this.timeline = timeline;
  }

  /** The rows of each load file: a part of the keys as it was at a moment of its own. */
  List<List<DmsRow>> loads() {
    int parts = settings.loadedAfter().size();
    List<List<DmsRow>> loads = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int moment = settings.loadedAfter().get(part);
      long copied = timeline.copied().get(part);
      List<DmsRow> rows = new ArrayList<>();
      for (List<String> row : recording.transactions().get(moment).rows()) {
        if (Math.floorMod(recording.key(row).hashCode(), parts) == part) {
          rows.add(load(row, copied));
        }
      }
      loads.add(rows);
    }
    return loads;
  }

  private DmsRow load(List<String> row, long copied) {
    String sequence = settings.emptySequence() ? "" : null;
    return new DmsRow(true, "I", copied, sequence, row, Set.of(), noKey());
  }

  List<DmsRow> changes() {
    List<DmsRow> rows = new ArrayList<>();
    for (int i = settings.firstChange(); i < recording.transactions().size(); i++) {
      for (Recording.Change change : recording.transactions().get(i).changes()) {
        add(rows, change, timeline.at(i));
      }
    }
    return rows;
  }

  private void add(List<DmsRow> rows, Recording.Change change, long micros) {
    boolean moves = change.moves(recording);
    if (moves && !settings.beforeImages()) {
      rows.add(delete(change.before(), micros));
      rows.add(row("I", micros, change.after(), Set.of(), noKey()));
      return;
    }
    switch (change.op()) {
      case "D" -> rows.add(delete(change.before(), micros));
      case "I" -> rows.add(row("I", micros, change.after(), Set.of(), noKey()));
      default -> rows.add(update(change, micros, moves));
    }
  }

  private DmsRow delete(List<String> before, long micros) {
    List<String> values = new ArrayList<>(before);
    Set<Integer> absent = new HashSet<>();
    for (int i = 0; i < values.size() && settings.keyOnlyDeletes(); i++) {
      if (!recording.columns().get(i).key()) {
        values.set(i, null);
        absent.add(i);
      }
    }
    return row("D", micros, values, absent, recording.key(before));
  }

  private DmsRow update(Recording.Change change, long micros, boolean moves) {
    List<String> values = new ArrayList<>(change.after());
    Set<Integer> absent = new HashSet<>();
    for (int i = 0; i < values.size() && settings.partialUpdates() && !moves; i++) {
      boolean same = Objects.equals(values.get(i), change.before().get(i));
      if (same && !recording.columns().get(i).key()) {
        values.set(i, null);
        absent.add(i);
      }
    }
    return row("U", micros, values, absent, recording.key(change.before()));
  }

  private DmsRow row(
      String op, long micros, List<String> values, Set<Integer> absent, List<String> before) {
    String sequence =
        Timeline.text(micros, "yyyyMMddHHmmssSS") + String.format(Locale.ROOT, "%019d", ++counter);
    return new DmsRow(false, op, micros, sequence, values, absent, before);
  }

  private List<String> noKey() {
    return Collections.nCopies(recording.keys().size(), null);
  }
}
