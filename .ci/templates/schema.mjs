// A CloudFormation template against AWS's schemas of the resources in it: properties that there are, required ones, types, words, attributes.
const ANY = Symbol('what only AWS knows');

export class Schema {
  constructor(spec, template, problem) {
    this.spec = spec;
    this.template = template;
    this.problem = problem;
  }

  /** Checks everything; returns how many resources there are. */
  check() {
    const resources = Object.entries(this.template.Resources);
    for (const [name, resource] of resources) {
      const type = this.type(resource.Type);
      if (type) this.object(`${name} (${resource.Type})`, resource.Properties ?? {}, type.properties);
      else this.problem(`${name}: no resource of type ${resource.Type}`);
    }
    this.value('Outputs', this.template.Outputs ?? {}, { type: 'json' });
    return resources.length;
  }

  type(name) {
    return this.spec.lookup('resource', 'cloudFormationType', 'equals', name)[0];
  }

  object(place, given, properties) {
    for (const [key, value] of Object.entries(given)) {
      if (properties[key]) this.value(`${place}.${key}`, value, properties[key].type);
      else this.problem(`${place} has no property ${key}`);
    }
    for (const [key, property] of Object.entries(properties)) {
      if (property.required && !(key in given)) this.problem(`${place} lacks ${key}`);
    }
  }

  /** The value that a function stands for, or the branches of a condition. */
  called(place, value, type) {
    const [[name, argument]] = Object.entries(value);
    if (name === 'Fn::If') {
      argument.slice(1).forEach((branch) => this.value(place, branch, type));
    } else if (name === 'Fn::GetAtt') {
      this.attribute(place, argument);
    } else if (name === 'Ref' && !argument.startsWith('AWS::')) {
      const there = this.template.Parameters?.[argument] ?? this.template.Resources[argument];
      if (!there) this.problem(`${place} refers to ${argument}, which is not there`);
    }
    return ANY;
  }

  attribute(place, [name, attribute]) {
    const type = this.type(this.template.Resources[name]?.Type);
    if (!type?.attributes[attribute]) this.problem(`${place}: ${name} has no attribute ${attribute}`);
  }

  isCall(value) {
    const keys = Object.keys(value);
    return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
  }

  value(place, value, type) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && this.isCall(value)) {
      this.called(place, value, type);
    } else if (type.type === 'array') {
      if (Array.isArray(value)) value.forEach((item, i) => this.value(`${place}[${i}]`, item, type.element));
      else this.problem(`${place} is no list`);
    } else if (type.type === 'map') {
      Object.entries(value).forEach(([key, item]) => this.value(`${place}.${key}`, item, type.element));
    } else if (type.type === 'ref') {
      this.object(place, value, this.spec.get('typeDefinition', type.reference.$ref).properties);
    } else if (type.type === 'json' || type.type === 'tag') {
      this.within(place, value);
    } else if (type.type === 'union') {
      this.union(place, value, type.types);
    } else {
      this.scalar(place, value, type);
    }
  }

  /** Text without a schema, such as a policy: only what it refers to. */
  within(place, value) {
    if (value !== null && typeof value === 'object') {
      Object.entries(value).forEach(([key, item]) => this.value(`${place}.${key}`, item, { type: 'json' }));
    }
  }

  union(place, value, types) {
    const attempts = types.map((type) => {
      const said = [];
      new Schema(this.spec, this.template, (problem) => said.push(problem)).value(place, value, type);
      return said;
    });
    if (attempts.every((said) => said.length > 0)) attempts[0].forEach(this.problem);
  }

  scalar(place, value, type) {
    const fits = {
      string: () => typeof value === 'string' || typeof value === 'number',
      'date-time': () => typeof value === 'string',
      integer: () => Number.isInteger(value),
      number: () => typeof value === 'number',
      boolean: () => typeof value === 'boolean',
    }[type.type];
    if (!fits) this.problem(`${place}: unknown type ${type.type}`);
    else if (!fits()) this.problem(`${place} is no ${type.type}: ${JSON.stringify(value)}`);
    else if (type.allowedValues && !type.allowedValues.includes(value)) {
      this.problem(`${place} is none of ${type.allowedValues.join(', ')}: ${value}`);
    } else if (type.pattern && !new RegExp(type.pattern).test(value)) {
      this.problem(`${place} does not match ${type.pattern}: ${value}`);
    }
  }
}
