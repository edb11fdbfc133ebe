package io.millrace.glue;

/** Why a request is refused, by the name that AWS gives it. */
final class ServiceException extends RuntimeException {

  private final String type;

  ServiceException(String type, String message) {
    super(message);
    this.type = type;
  }

  static ServiceException notFound(String message) {
    return new ServiceException("EntityNotFoundException", message);
  }

  static ServiceException exists(String message) {
    return new ServiceException("AlreadyExistsException", message);
  }

  static ServiceException invalid(String message) {
    return new ServiceException("InvalidInputException", message);
  }

  String type() {
    return type;
  }

  /** What AWS has it answered with. */
  int status() {
    return type.startsWith("Internal") ? 500 : 400;
  }
}
