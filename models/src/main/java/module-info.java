/// The model zoo: one file a family, and a registry.
module dev.loupe.models {
  requires transitive dev.loupe.nn;
  requires transitive static org.jspecify;

  exports dev.loupe.models;
}
