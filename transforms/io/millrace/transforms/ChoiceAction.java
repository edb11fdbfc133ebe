package io.millrace.transforms;

/** What becomes of a column whose texts are of several kinds. */
public enum ChoiceAction {
  /** It takes the type. */
  CAST,
  /** It takes the type: of a text, as {@link #CAST}, for a text carries no type of its own. */
  PROJECT,
  /** One column per type takes its place. */
  MAKE_COLS,
  /** It becomes a struct with one field per type. */
  MAKE_STRUCT
}
