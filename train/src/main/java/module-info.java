/// The trainer, metrics, checkpoints and provenance.
module dev.loupe.train {
  requires transitive dev.loupe.nn;
  requires dev.loupe.models;
  requires transitive dev.loupe.data;
  requires transitive dev.loupe.formats;
  requires transitive dev.loupe.explain;
  requires transitive static org.jspecify;
  requires de.siegmar.fastcsv;
  requires java.desktop;
  requires java.management;
  requires xchart;
  requires tools.jackson.databind;

  exports dev.loupe.train;
  exports dev.loupe.train.compare;
  exports dev.loupe.train.metrics;
  exports dev.loupe.train.study;
}
