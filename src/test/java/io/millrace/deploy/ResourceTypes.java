package io.millrace.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What properties CloudFormation's resources have, of those that {@code conf/deploy} uses; an
 * asterisk marks those that must be there.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html">Template
 *     reference</a>
 */
final class ResourceTypes {

  private static final String TYPES =
      """
      AWS::IAM::Role             AssumeRolePolicyDocument*:Json Policies:[Policy] Description:String Path:String
      Policy                     PolicyName*:String PolicyDocument*:Json
      AWS::IAM::InstanceProfile  InstanceProfileName:String Roles*:[String] Path:String
      AWS::Glue::Job             Name:String Role*:String GlueVersion:String WorkerType:String NumberOfWorkers:Integer Timeout:Integer MaxRetries:Number ExecutionProperty:ExecutionProperty Command*:JobCommand DefaultArguments:Json
      ExecutionProperty          MaxConcurrentRuns:Number
      JobCommand                 Name:String ScriptLocation:String PythonVersion:String
      AWS::Glue::Database        CatalogId*:String DatabaseInput*:DatabaseInput
      DatabaseInput              Name:String Description:String
      AWS::Glue::Crawler         Name:String Role*:String DatabaseName:String Targets*:Targets SchemaChangePolicy:SchemaChangePolicy
      Targets                    S3Targets:[S3Target]
      S3Target                   Path:String Exclusions:[String]
      SchemaChangePolicy         UpdateBehavior:String DeleteBehavior:String
      AWS::Glue::Workflow        Name:String Description:String MaxConcurrentRuns:Integer
      AWS::Glue::Trigger         Name:String WorkflowName:String Type*:String Schedule:String StartOnCreation:Boolean Predicate:Predicate Actions*:[Action]
      Predicate                  Logical:String Conditions:[Condition]
      Condition                  LogicalOperator:String CrawlerName:String CrawlState:String JobName:String State:String
      Action                     CrawlerName:String JobName:String Arguments:Json
      AWS::EMR::Cluster          Name*:String ReleaseLabel:String Applications:[Application] ServiceRole*:String JobFlowRole*:String LogUri:String VisibleToAllUsers:Boolean StepConcurrencyLevel:Integer AutoTerminationPolicy:AutoTerminationPolicy ManagedScalingPolicy:ManagedScalingPolicy Instances*:JobFlowInstancesConfig Configurations:[Configuration]
      Application                Name:String Version:String
      AutoTerminationPolicy      IdleTimeout:Integer
      ManagedScalingPolicy       ComputeLimits:ComputeLimits
      ComputeLimits              UnitType*:String MinimumCapacityUnits*:Integer MaximumCapacityUnits*:Integer MaximumCoreCapacityUnits:Integer
      JobFlowInstancesConfig     Ec2SubnetId:String KeepJobFlowAliveWhenNoSteps:Boolean TerminationProtected:Boolean MasterInstanceGroup:InstanceGroupConfig CoreInstanceGroup:InstanceGroupConfig
      InstanceGroupConfig        InstanceCount*:Integer InstanceType*:String Market:String
      Configuration              Classification:String ConfigurationProperties:Json
      AWS::EMRServerless::Application  Name:String ReleaseLabel*:String Type*:String MaximumCapacity:MaximumAllowedResources AutoStartConfiguration:AutoStartConfiguration AutoStopConfiguration:AutoStopConfiguration MonitoringConfiguration:MonitoringConfiguration RuntimeConfiguration:[ConfigurationObject]
      MonitoringConfiguration    S3MonitoringConfiguration:S3MonitoringConfiguration
      S3MonitoringConfiguration  LogUri:String EncryptionKeyArn:String
      MaximumAllowedResources    Cpu*:String Memory*:String Disk:String
      AutoStartConfiguration     Enabled:Boolean
      AutoStopConfiguration      Enabled:Boolean IdleTimeoutMinutes:Integer
      ConfigurationObject        Classification*:String Properties:Json
      AWS::StepFunctions::StateMachine  StateMachineName:String StateMachineType:String RoleArn*:String DefinitionS3Location:S3Location
      S3Location                 Bucket*:String Key*:String
      """;

  private static final Map<String, Map<String, String>> PROPERTIES = new LinkedHashMap<>();

  static {
    TYPES
        .lines()
        .map(line -> line.split(" +", -1))
        .forEach(
            words -> {
              Map<String, String> properties = new LinkedHashMap<>();
              for (int i = 1; i < words.length; i++) {
                String[] property = words[i].split(":", 2);
                properties.put(property[0], property[1]);
              }
              PROPERTIES.put(words[0], properties);
            });
  }

  private ResourceTypes() {}

  /** What is wrong with the properties of a resource, all filled in. */
  static List<String> problems(String type, JsonNode properties) {
    List<String> problems = new ArrayList<>();
    check(properties, type, type, problems);
    return problems;
  }

  private static void check(JsonNode value, String type, String path, List<String> problems) {
    if (type.startsWith("[")) {
      if (!value.isArray()) {
        problems.add(path + " is no list");
      }
      value.forEach(item -> check(item, type.substring(1, type.length() - 1), path, problems));
      return;
    }
    boolean right =
        switch (type) {
          case "String" -> value.isTextual();
          case "Integer", "Number" -> value.isInt();
          case "Boolean" -> value.isBoolean();
          default -> value.isObject();
        };
    if (!right) {
      problems.add(path + " is no " + type + ": " + value);
    } else if (value.isObject() && !type.equals("Json")) {
      members(value, type, path, problems);
    }
  }

  private static void members(JsonNode value, String type, String path, List<String> problems) {
    Map<String, String> known = PROPERTIES.get(type);
    if (known == null) {
      problems.add("no such type: " + type);
      return;
    }
    known.keySet().stream()
        .filter(name -> name.endsWith("*") && !value.has(name.replace("*", "")))
        .forEach(name -> problems.add(path + " lacks " + name.replace("*", "")));
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String name = entry.getKey();
      String of = known.getOrDefault(name, known.get(name + "*"));
      if (of == null) {
        problems.add(path + " has no " + name);
      } else {
        check(entry.getValue(), of, path + "." + name, problems);
      }
    }
  }
}
