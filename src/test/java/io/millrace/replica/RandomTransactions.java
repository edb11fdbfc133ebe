package io.millrace.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Work for one table; it knows which keys are in the table, never what a row holds. */
final class RandomTransactions {

  /** The statements of a transaction, which then ends well or not. */
  record Work(List<Sql> statements, boolean commits) {}

  private final RandomTable table;
  private final Random random;
  private final RandomSql sql;
  private Set<List<String>> live = new LinkedHashSet<>();

  RandomTransactions(RandomTable table, Random random) {
    this.table = table;
    this.random = random;
    this.sql = new RandomSql(table, random);
  }

  /** The rows that are there before anybody looks. */
  Work first() {
    List<Sql> statements = new ArrayList<>();
    for (List<String> key : table.keys.subList(0, random.nextInt(table.keys.size()))) {
      statements.add(sql.insert(key));
      live.add(key);
    }
    return new Work(statements, true);
  }

  /** How many transactions come next, before another table has its turn. */
  int burst() {
    return random.nextInt(4) == 0 ? 3 : random.nextInt(2);
  }

  Work next() {
    Set<List<String>> before = new LinkedHashSet<>(live);
    List<Sql> statements = new ArrayList<>();
    changes(statements, size());
    if (random.nextInt(12) == 0) {
      takenBack(statements);
    }
    boolean commits = random.nextInt(15) != 0;
    if (!commits) {
      live = before;
    }
    return new Work(statements, commits);
  }

  private int size() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> 1;
      case 4, 5, 6 -> 2 + random.nextInt(3);
      case 7, 8 -> 5 + random.nextInt(10);
      default -> 10 + random.nextInt(41);
    };
  }

  /** Changes that a savepoint undoes. */
  private void takenBack(List<Sql> statements) {
    Set<List<String>> before = new LinkedHashSet<>(live);
    statements.add(Sql.plain("SAVEPOINT here"));
    changes(statements, 1 + random.nextInt(4));
    statements.add(Sql.plain("ROLLBACK TO SAVEPOINT here"));
    live = before;
  }

  private void changes(List<Sql> statements, int count) {
    int end = statements.size() + count;
    while (statements.size() < end) {
      change(statements, random.nextInt(100));
    }
  }

  private void change(List<Sql> statements, int dice) {
    List<String> present = any(true);
    List<String> absent = any(false);
    if (dice < 5) {
      List<String> either = table.keys.get(random.nextInt(table.keys.size()));
      statements.add(sql.upsert(either));
      live.add(either);
    } else if (absent != null && (present == null || dice < 30)) {
      statements.add(sql.insert(absent));
      live.add(absent);
    } else if (dice < 60) {
      statements.add(sql.update(present));
    } else if (dice < 65) {
      statements.addAll(List.of(sql.update(present), sql.update(present), sql.update(present)));
    } else if (dice < 78) {
      statements.add(sql.delete(present));
      live.remove(present);
    } else if (dice < 86) {
      statements.addAll(List.of(sql.delete(present), sql.insert(present)));
    } else if (dice < 97) {
      moves(statements, present, absent);
    } else {
      all(statements, dice);
    }
  }

  /** A row gets another key; or two rows change places. */
  private void moves(List<Sql> statements, List<String> present, List<String> absent) {
    List<String> other = any(true);
    if (absent == null) {
      return;
    }
    statements.add(sql.move(present, absent));
    if (random.nextInt(3) == 0 && !other.equals(present)) {
      statements.addAll(List.of(sql.move(other, present), sql.move(absent, other)));
      return;
    }
    live.remove(present);
    live.add(absent);
    if (random.nextInt(3) == 0) {
      statements.add(sql.insert(present)); // somebody else takes the key that is free now
      live.add(present);
    }
  }

  private void all(List<Sql> statements, int dice) {
    if (dice == 97) {
      statements.add(sql.updateAll());
      return;
    }
    statements.add(Sql.plain("DELETE FROM " + table.name));
    live.clear();
  }

  private List<String> any(boolean present) {
    List<List<String>> found = new ArrayList<>(table.keys);
    found.removeIf(key -> live.contains(key) != present);
    Collections.shuffle(found, random);
    return found.isEmpty() ? null : found.get(0);
  }
}
