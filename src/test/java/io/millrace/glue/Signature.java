package io.millrace.glue;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Version 4 of AWS's signatures, as requests without a query carry it. */
record Signature(String key, String secret) {

  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)/(?<scope>(?<day>\\d{8})/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request), SignedHeaders=(?<headers>[^,]+), Signature=(?<signature>[0-9a-f]{64})");

  /** Refuses a request that is not signed for this service, or by somebody else. */
  void check(HttpExchange request, byte[] body, String service) throws GeneralSecurityException {
    Matcher given = HEADER.matcher(header(request, "Authorization"));
    if (!given.matches()) {
      throw new ServiceException(
          "MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    if (!given.group("key").equals(key)) {
      throw new ServiceException(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    if (!given.group("service").equals(service)) {
      throw new ServiceException(
          "InvalidSignatureException",
          "Credential should be scoped to correct service: '%s'.".formatted(service));
    }
    if (!signature(request, body, given).equals(given.group("signature"))) {
      throw new ServiceException(
          "InvalidSignatureException",
          "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }
  }

  private String signature(HttpExchange request, byte[] body, Matcher given)
      throws GeneralSecurityException {
    String headers =
        Arrays.stream(given.group("headers").split(";", -1))
            .map(name -> name + ":" + header(request, name).strip() + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join(
            "\n",
            request.getRequestMethod(),
            request.getRequestURI().getRawPath(),
            "",
            headers,
            given.group("headers"),
            hash(body));
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            header(request, "X-Amz-Date"),
            given.group("scope"),
            hash(canonical.getBytes(StandardCharsets.UTF_8)));
    byte[] signing = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : given.group("scope").split("/", -1)) {
      signing = keyed(signing, part);
    }
    return HexFormat.of().formatHex(keyed(signing, text));
  }

  private static String header(HttpExchange request, String name) {
    String value = request.getRequestHeaders().getFirst(name.toLowerCase(Locale.ROOT));
    return value == null ? "" : value;
  }

  private static String hash(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] keyed(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
