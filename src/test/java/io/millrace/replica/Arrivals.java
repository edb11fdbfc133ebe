package io.millrace.replica;

import io.millrace.replica.DmsFiles.DmsFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** In which order files arrive, which of them twice, and which of them together. */
final class Arrivals {

  private static final int MOST_BATCHES = 5;
  private static final int DELAY = 8;

  private final DmsSettings settings;
  private final DmsNames names;
  private final Random random;

  Arrivals(DmsSettings settings, DmsNames names) {
    this.settings = settings;
    this.names = names;
    this.random = new Random(settings.seed() + 3);
  }

  List<List<DmsFile>> batches(List<DmsFile> loads, List<DmsFile> changes) {
    List<DmsFile> all = new ArrayList<>(loads);
    all.addAll(changes);
    if (settings.late()) {
      delay(all);
    }
    if (settings.againSameName()) {
      again(all, all.get(random.nextInt(all.size())), null);
    }
    for (int i = random.nextInt(3); settings.againLaterName() && i >= 0; i--) {
      DmsFile file = changes.get(random.nextInt(changes.size()));
      again(all, file, names.later(file.name()));
    }
    return cut(all);
  }

  private void delay(List<DmsFile> all) {
    Map<DmsFile, Integer> arrival = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      arrival.put(all.get(i), random.nextInt(3) == 0 ? i + random.nextInt(DELAY) : i);
    }
    all.sort(Comparator.comparing(arrival::get));
  }

  /** The same bytes once more, any time after the first. */
  private void again(List<DmsFile> all, DmsFile file, String name) {
    int first = all.indexOf(file);
    int place = first + 1 + random.nextInt(all.size() - first);
    all.add(place, name == null ? file : new DmsFile(name, file.staged()));
  }

  private List<List<DmsFile>> cut(List<DmsFile> all) {
    List<List<DmsFile>> batches = new ArrayList<>();
    int length = Math.max(1, all.size() / (1 + random.nextInt(MOST_BATCHES)));
    for (DmsFile file : all) {
      if (batches.isEmpty() || random.nextInt(length) == 0) {
        batches.add(new ArrayList<>());
      }
      batches.get(batches.size() - 1).add(file);
    }
    return batches;
  }
}
