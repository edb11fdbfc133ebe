package io.millrace.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One call of the API: a request that fits its description, and the answer. */
@FunctionalInterface
interface Operation {

  ObjectNode answer(ObjectNode request);
}
