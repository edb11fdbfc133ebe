package io.millrace.transforms;

import static org.apache.spark.sql.functions.lit;

import io.millrace.udf.TokenKind;
import io.millrace.udf.keys.KeyReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds tokens of columns, column to name of its token: keyed hashes of a canonical form, lower-case
 * hexadecimal, so that equal values join and nobody without the key can find the value. Null stays
 * null. The same name replaces the column at its place; with another name the column stays, so drop
 * it afterwards. The keys are fetched when the step is planned, before a row is read, and again by
 * each process that hashes; no task and no plan holds one.
 *
 * @param columns strings; whole numbers too where they are of digits
 * @param kind what the columns hold: which values are the same, and which are valid; by {@code
 *     sha-256} without a kind the text is hashed as it stands, with its dashes and blanks
 * @param kinds the same for some columns
 * @param algorithm keyed unless said otherwise
 * @param key where the key is kept
 * @param keys instead, keys by name: tokens carry the name of theirs, {@code v2:…}, and each key
 *     but the current one adds a column of its own, {@code hash_ssn_v1}
 * @param current which of the keys makes the tokens
 * @param keyId a column for the current key's name, which tokens then do not carry
 * @param invalid what stands for a value that is none of its kind
 * @param empty what stands for a text of nothing but white space
 */
@Summary("Adds or replaces columns by keyed hashes of them: column = name of its token.")
@Example(
    "{ type = hash-columns, columns { ssn = ssn_token }, kind = ssn, key = \"env:TOKEN_KEY\" }")
public record HashColumns(
    Map<String, String> columns,
    Optional<TokenKind> kind,
    @Default("{}") Map<String, TokenKind> kinds,
    @Default("hmac-sha-256") HashAlgorithm algorithm,
    Optional<KeyReference> key,
    @Default("{}") Map<String, KeyReference> keys,
    Optional<String> current,
    Optional<String> keyId,
    @Default("reject") OnUnfit invalid,
    @Default("\"null\"") OnUnfit empty)
    implements RowWise {

  private static final String NAME = "hash-columns";

  public HashColumns {
    Require.names(List.copyOf(columns.keySet()), "columns");
    Require.names(List.copyOf(columns.values()), "columns");
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    for (String name : kinds.keySet()) {
      if (columns.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
        throw new IllegalArgumentException("kinds: '%s' is not one of columns".formatted(name));
      }
    }
    if (algorithm == HashAlgorithm.SHA_256) {
      requireNoKeys(key.isPresent() || !keys.isEmpty() || current.isPresent() || keyId.isPresent());
    } else {
      new KeyRing(key, keys, current);
      requireKinds(columns, kind, kinds);
      if (keyId.isPresent() && keys.isEmpty()) {
        throw new IllegalArgumentException("key-id tells which of keys made a token; give keys");
      }
    }
  }

  private static void requireNoKeys(boolean given) {
    if (given) {
      throw new IllegalArgumentException(
          "sha-256 uses no key; leave algorithm out to hash with one, or leave out key, keys, current and key-id");
    }
  }

  private static void requireKinds(
      Map<String, String> columns, Optional<TokenKind> kind, Map<String, TokenKind> kinds) {
    for (String name : columns.keySet()) {
      if (kind.isEmpty() && kinds.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "kind must say what %s holds, ssn, card, email, phone or text; where columns differ, kinds { %s = … }"
                .formatted(name, name));
      }
    }
  }

  /** Plain hashes of texts as they stand. */
  public HashColumns(Map<String, String> columns, HashAlgorithm algorithm) {
    this(columns, Optional.empty(), algorithm, Optional.empty());
  }

  /** Tokens of one kind by one key; what is invalid is a reject. */
  public HashColumns(Map<String, String> columns, TokenKind kind, KeyReference key) {
    this(columns, Optional.of(kind), HashAlgorithm.HMAC_SHA_256, Optional.of(key));
  }

  private HashColumns(
      Map<String, String> columns,
      Optional<TokenKind> kind,
      HashAlgorithm algorithm,
      Optional<KeyReference> key) {
    this(
        columns,
        kind,
        Map.of(),
        algorithm,
        key,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        OnUnfit.REJECT,
        OnUnfit.NULL);
  }

  @Override
  public List<String> warnings() {
    return algorithm == HashAlgorithm.SHA_256
        ? List.of(
            "sha-256 uses no key: whoever tries all social security numbers, in minutes on one core, or all card numbers finds those behind the hashes; leave algorithm out and give a key")
        : List.of();
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> rows) {
    Require.columns(rows, this, columns.keySet());
    List<KeyRing.Found> found =
        algorithm == HashAlgorithm.SHA_256
            ? List.of()
            : new KeyRing(key, keys, current).fetch(NAME);
    Map<String, Column> replaced = new LinkedHashMap<>();
    Map<String, Column> added = new LinkedHashMap<>();
    Map<String, Column> others = new LinkedHashMap<>();
    Map<String, String> made = new LinkedHashMap<>();
    Trace.dataColumns(rows).forEach(name -> made.put(name, name));
    Dataset<Row> judged = rows;
    for (Map.Entry<String, String> entry : columns.entrySet()) {
      String name = entry.getKey();
      String hash = entry.getValue();
      HashedColumn hashed = HashedColumn.of(rows, name, kindOf(name), invalid, empty);
      judged = hashed.mayReject() ? Trace.reject(judged, NAME, name, hashed.reason()) : judged;
      (name.equalsIgnoreCase(hash) ? replaced : added)
          .put(hash, found.isEmpty() ? hashed.plain() : token(hashed, found.get(0)));
      made.put(hash, name);
      // While keys change, tokens of both stand side by side.
      for (KeyRing.Found other : found.subList(Math.min(1, found.size()), found.size())) {
        others.put(hash + "_" + other.name(), token(hashed, other));
        made.put(hash + "_" + other.name(), name);
      }
    }
    added.putAll(others);
    keyId.ifPresent(id -> added.put(id, lit(found.get(0).name())));
    refuseClashes(rows, added);
    List<Column> all = new ArrayList<>();
    Trace.dataColumns(rows).forEach(name -> all.add(replacement(name, replaced)));
    added.forEach((name, column) -> all.add(column.as(name, Personal.SAFE)));
    return Trace.select(Change.renaming(judged, made), all);
  }

  private Column token(HashedColumn hashed, KeyRing.Found key) {
    return hashed.token(key, keyId.isPresent() ? "" : key.name());
  }

  private TokenKind kindOf(String column) {
    return kinds.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(column))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(kind.orElse(null));
  }

  private static Column replacement(String name, Map<String, Column> replaced) {
    return replaced.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .findFirst()
        .map(entry -> entry.getValue().as(entry.getKey(), Personal.SAFE))
        .orElseGet(() -> Columns.named(name));
  }

  private void refuseClashes(Dataset<Row> rows, Map<String, Column> added) {
    List<String> taken = new ArrayList<>(Trace.dataColumns(rows));
    for (String name : added.keySet()) {
      if (taken.stream().anyMatch(name::equalsIgnoreCase)) {
        throw new InvalidInputException(clash(name));
      }
      taken.add(name);
    }
  }

  private String clash(String taken) {
    String what =
        columns.entrySet().stream()
            .filter(entry -> entry.getValue().equals(taken))
            .map(entry -> "the hash of " + entry.getKey())
            .findFirst()
            .orElse("a column that it adds");
    return "hash-columns: %s would be called '%s', as a column of the input is; choose another name"
        .formatted(what, taken);
  }
}
