package io.millrace.udf;

import io.millrace.udf.keys.Hmac;
import io.millrace.udf.keys.KeyReference;
import io.millrace.udf.keys.TokenKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes the tokens that one call asks for, for one thread. */
final class Tokenizer {

  private static final String INVALID = "invalid";
  private static final String EMPTY = "empty";

  private final CanonicalText canonical;
  private final Hmac hmac;
  private final byte[] prefix;
  private final boolean invalidToo;
  private final boolean emptyToo;
  private final byte[] code = new byte[Hmac.LENGTH];

  Tokenizer(TokenCall call) {
    canonical = CanonicalText.inDomain(TokenKind.of(TokenCall.text(call.kind(), "kind")));
    KeyReference reference = new KeyReference(TokenCall.text(call.key(), "key"));
    TokenKey key = TokenKey.of(reference);
    String check = call.check().toString();
    if (!check.isEmpty()) {
      key.require(check, reference);
    }
    hmac = key.hmac();
    String version = TokenCall.text(call.version(), "version");
    prefix = (version.isEmpty() ? "" : version + ":").getBytes(StandardCharsets.UTF_8);
    List<String> also = also(TokenCall.text(call.also(), "also"));
    invalidToo = also.contains(INVALID);
    emptyToo = also.contains(EMPTY);
  }

  private static List<String> also(String text) {
    List<String> words = text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
    if (!Arrays.asList(INVALID, EMPTY).containsAll(words)) {
      throw new IllegalArgumentException(
          "token: also names values that get a token though they do not fit: 'invalid', 'empty' or 'invalid,empty'");
    }
    return words;
  }

  /** Null for null, and for what does not fit. */
  UTF8String token(UTF8String value) {
    if (value == null) {
      return null;
    }
    Flaw flaw = canonical.of(value);
    if (flaw != Flaw.NONE) {
      if (!(flaw == Flaw.EMPTY ? emptyToo : invalidToo)) {
        return null;
      }
      canonical.asItStands();
    }
    hmac.sign(canonical.bytes(), 0, canonical.length(), code);
    return HexText.of(prefix, code);
  }
}
