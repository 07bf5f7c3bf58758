/// Oracles, problem lists and the test ladder. Never shipped.
module dev.loupe.testkit {
  requires transitive dev.loupe.engine;
  requires transitive static org.jspecify;

  exports dev.loupe.testkit;
  exports dev.loupe.testkit.problems;
}
