package io.millrace.udf;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** The tokenizers of a thread, found by identity first. */
final class Tokenizers {

  private static final ThreadLocal<Tokenizers> OF_THREAD = ThreadLocal.withInitial(Tokenizers::new);
  private static final int SLOTS = 64;
  private static final int MOST = 256;

  private record Entry(TokenCall call, Tokenizer tokenizer) {}

  private final Entry[] recent = new Entry[SLOTS];
  private final Map<TokenCall, Tokenizer> known = new HashMap<>();

  private Tokenizers() {}

  static UTF8String token(
      UTF8String value,
      UTF8String kind,
      UTF8String key,
      UTF8String version,
      UTF8String also,
      UTF8String check) {
    Tokenizers all = OF_THREAD.get();
    int slot =
        (System.identityHashCode(kind) * 31
                + System.identityHashCode(key) * 7
                + System.identityHashCode(version))
            & (SLOTS - 1);
    Entry entry = all.recent[slot];
    if (entry == null || !entry.call.isSame(kind, key, version, also, check)) {
      TokenCall call = new TokenCall(kind, key, version, also, check);
      entry = new Entry(call, all.byText(call));
      all.recent[slot] = entry;
    }
    return entry.tokenizer.token(value);
  }

  private Tokenizer byText(TokenCall call) {
    Tokenizer tokenizer = known.get(call);
    if (tokenizer == null) {
      tokenizer = new Tokenizer(call);
      if (known.size() < MOST) { // arguments that come from columns must not fill the memory
        known.put(call.kept(), tokenizer);
      }
    }
    return tokenizer;
  }
}
