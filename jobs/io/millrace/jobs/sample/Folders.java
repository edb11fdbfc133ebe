package io.millrace.jobs.sample;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/** All folders of a sample lake; what several of them need is made once, when it is needed. */
final class Folders {

  private final SampleLake lake;
  private final int parallelism;
  private final LongConsumer progress;
  private Users users;
  private Zipcodes zipcodes;

  Folders(SampleLake lake, int parallelism, LongConsumer progress) {
    this.lake = lake;
    this.parallelism = parallelism;
    this.progress = progress;
  }

  List<Folder> all() {
    long seed = lake.seed();
    return List.of(
        new Folder("zipcodes", this::zipcodes),
        new Folder("userprofile", this::userprofile),
        new Folder("useractivity", this::useractivity),
        new Folder("live", to -> new LiveLogs(seed, users()).deliver(to)),
        new Folder("live-envelopes", to -> new Envelopes(seed, users()).deliver(to)),
        new Folder("networks", new Networks(seed)),
        new Folder("taxi/green", new GreenTaxi(seed)),
        new Folder("taxi/yellow", new YellowTaxi(seed)),
        new Folder("posts", new Posts(seed)::deliver),
        new Folder("posts-stream", new Posts(seed)::deliverStream),
        new Folder("users", new Authors(seed)),
        new Folder("legislators", new Legislators(seed)),
        new Folder("dms/classicmodels/employees", new EmployeeChanges(seed)),
        new Folder("dms/classicmodels/offices", new OfficeChanges()),
        new Folder("course/customers", new Customers(seed)),
        new Folder("course/customer-records", new CustomerRecords(seed)),
        new Folder("course/employees", new Employees(seed)),
        new Folder("course/orders", new Orders(seed)),
        new Folder("movies", new Movies(seed)),
        new Folder("access-log", new AccessLog(seed)),
        new Folder("events", new Events(seed)));
  }

  private void zipcodes(Delivery to) throws IOException {
    to.file("zipcodedata.csv", new Block(zipcodes().text(), zipcodes().size()));
  }

  private void userprofile(Delivery to) throws IOException {
    to.file(
        "userprofile.csv",
        Profiles.HEADER,
        new Blocks(lake.users(), parallelism),
        new Profiles(lake.seed(), users(), zipcodes()),
        rows -> {});
  }

  private void useractivity(Delivery to) throws IOException {
    to.file(
        "useractivity.csv",
        Activity.HEADER,
        new Blocks(lake.rows(), parallelism),
        new Activity(lake, users()),
        progress);
  }

  private Users users() {
    if (users == null) {
      users = Users.generate(lake.users(), lake.seed());
    }
    return users;
  }

  private Zipcodes zipcodes() {
    if (zipcodes == null) {
      zipcodes = Zipcodes.generate(lake.seed());
    }
    return zipcodes;
  }
}
