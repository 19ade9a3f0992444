/** picocli, compiled from its published sources; its own module description is not among them. */
module info.picocli {
  exports picocli;

  requires static java.sql;
}
