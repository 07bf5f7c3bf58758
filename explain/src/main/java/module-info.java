/// What a network sees: its filters, its values inside, and why it answers as it does.
module dev.loupe.explain {
  requires transitive dev.loupe.nn;
  requires transitive dev.loupe.data;
  requires dev.loupe.formats;
  requires transitive static org.jspecify;
  requires java.desktop;

  exports dev.loupe.explain;
  exports dev.loupe.explain.attention;
  exports dev.loupe.explain.filter;
  exports dev.loupe.explain.hierarchy;
  exports dev.loupe.explain.method;
  exports dev.loupe.explain.page;
  exports dev.loupe.explain.quality;
  exports dev.loupe.explain.similarity;
}
