/** The script of a Glue job whose --extra-jars name millrace.jar: Glue compiles it, and calls main with the job's arguments. */
object GlueApp {
  def main(sysArgs: Array[String]): Unit = io.millrace.jobs.Millrace.main(sysArgs)
}
