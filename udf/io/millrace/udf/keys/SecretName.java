package io.millrace.udf.keys;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * A secret of AWS Secrets Manager: {@code NAME[?region=R][&endpoint=URL][#field]}.
 *
 * @param id name or ARN
 * @param region null for the platform's own, or that of the ARN
 * @param endpoint null for AWS's own
 * @param field of a JSON object; null if the secret is the key itself
 */
record SecretName(String id, String region, URI endpoint, String field) {

  static SecretName parse(String text) {
    int hash = text.indexOf('#');
    String field = hash < 0 ? null : text.substring(hash + 1);
    String place = hash < 0 ? text : text.substring(0, hash);
    int question = place.indexOf('?');
    String id = question < 0 ? place : place.substring(0, question);
    String region = id.startsWith("arn:") ? arnRegion(id) : null;
    URI endpoint = null;
    String options = question < 0 ? "" : place.substring(question + 1);
    for (String option : options.isEmpty() ? new String[0] : options.split("&", -1)) {
      if (option.startsWith("region=")) {
        region = option.substring("region=".length());
      } else if (option.startsWith("endpoint=")) {
        endpoint = uri(option.substring("endpoint=".length()));
      } else {
        throw wrong("has options other than region and endpoint");
      }
    }
    if (!id.matches("[A-Za-z0-9/_+=.@:-]{1,2048}")) {
      throw wrong("has no name of a secret");
    }
    if (region != null && !region.matches("[a-z0-9-]+")) {
      throw wrong("has a region that is none, such as eu-west-1");
    }
    if (field != null && field.isEmpty()) {
      throw wrong("ends in # without the field of a JSON secret");
    }
    return new SecretName(id, region, endpoint, field);
  }

  private static String arnRegion(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 6 && !parts[3].isEmpty() ? parts[3] : null;
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw wrong("has an endpoint that is none, such as https://secrets.example.org");
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "a key reference aws-secretsmanager:NAME[?region=R&endpoint=URL][#field] " + what);
  }
}
