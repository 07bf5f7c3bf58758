/// The command line: parses, calls the libraries, prints.
module dev.loupe.cli {
  requires dev.loupe.train;
  requires dev.loupe.models;
  requires static org.jspecify;
  requires java.desktop;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires tools.jackson.databind;

  opens dev.loupe.cli to
      info.picocli;
}
