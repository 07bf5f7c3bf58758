/// Layers, initialisers, losses and optimisers: records that write graphs.
module dev.loupe.nn {
  requires transitive dev.loupe.engine;
  requires transitive static org.jspecify;

  exports dev.loupe.nn;
}
