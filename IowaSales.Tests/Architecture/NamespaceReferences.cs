using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace IowaSales.Tests.Architecture;

/// <summary>
/// Which types of an assembly use which others, read from what the compiler made of it: bases, fields, signatures, attributes and every
/// instruction. Lambdas, iterators and async methods count for the type they were written in.
/// </summary>
internal sealed class NamespaceReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly HashSet<(Type From, Type To)> _uses = [];

    private NamespaceReferences(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
        {
            AddUsesOf(type);
        }
    }

    /// <summary>Reads an assembly.</summary>
    public static NamespaceReferences Of(Assembly assembly) => new(assembly);

    /// <summary>
    /// Uses between groups of namespaces, each with one pair of types as its witness; types whose group is null are left out.
    /// </summary>
    /// <param name="groupOf">Group of a namespace.</param>
    public Dictionary<(string From, string To), string> Between(Func<string, string?> groupOf)
    {
        var found = new Dictionary<(string, string), string>();
        foreach (var (from, to) in _uses)
        {
            if (groupOf(from.Namespace ?? "") is { } first && groupOf(to.Namespace ?? "") is { } second && first != second)
            {
                found.TryAdd((first, second), $"{from.FullName} uses {to.FullName}");
            }
        }

        return found;
    }

    /// <summary>Groups that use each other, directly or by way of others: each an unordered set of at least two.</summary>
    /// <param name="uses">Pairs of groups.</param>
    public static List<string[]> Circles(IEnumerable<(string From, string To)> uses)
    {
        var next = uses.ToLookup(use => use.From, use => use.To);
        var reach = next.Select(group => group.Key).ToDictionary(group => group, group => ReachOf(group, next));
        return [.. reach.Keys
            .Select(group => reach[group].Where(other => reach.TryGetValue(other, out var back) && back.Contains(group)).Append(group).Distinct().Order().ToArray())
            .Where(circle => circle.Length > 1)
            .DistinctBy(circle => string.Join(' ', circle))];
    }

    private static HashSet<string> ReachOf(string start, ILookup<string, string> next)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([start]);
        while (open.TryPop(out var group))
        {
            foreach (var other in next[group].Where(reached.Add))
            {
                open.Push(other);
            }
        }

        return reached;
    }

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } declaring)
        {
            type = declaring;
        }

        return type;
    }

    private void AddUsesOf(Type type)
    {
        var from = Outermost(type);
        Add(from, type.BaseType);
        Array.ForEach(type.GetInterfaces(), used => Add(from, used));
        AddAttributes(from, type);
        foreach (var member in type.GetMembers(Declared))
        {
            AddAttributes(from, member);
            switch (member)
            {
                case FieldInfo field:
                    Add(from, field.FieldType);
                    break;
                case PropertyInfo property:
                    Add(from, property.PropertyType);
                    break;
                case MethodBase method:
                    AddSignature(from, method);
                    AddBody(from, method);
                    break;
                default:
                    break;
            }
        }
    }

    private void AddAttributes(Type from, MemberInfo member)
    {
        foreach (var attribute in member.GetCustomAttributesData())
        {
            Add(from, attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments)
            {
                Add(from, argument.Value as Type);
            }
        }
    }

    private void AddSignature(Type from, MethodBase method)
    {
        Add(from, (method as MethodInfo)?.ReturnType);
        foreach (var parameter in method.GetParameters())
        {
            Add(from, parameter.ParameterType);
        }

        if (method.IsGenericMethod)
        {
            Array.ForEach(method.GetGenericArguments(), argument => Add(from, argument));
        }
    }

    private void AddBody(Type from, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        foreach (var local in body.LocalVariables)
        {
            Add(from, local.LocalType);
        }

        foreach (var clause in body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause))
        {
            Add(from, clause.CatchType);
        }

        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var token in TokensIn(body.GetILAsByteArray()!))
        {
            switch (method.Module.ResolveMember(token, typeArguments, methodArguments))
            {
                case Type type:
                    Add(from, type);
                    break;
                case FieldInfo field:
                    Add(from, field.DeclaringType);
                    Add(from, field.FieldType);
                    break;
                case MethodBase called:
                    Add(from, called.DeclaringType);
                    AddSignature(from, called);
                    break;
                default:
                    break;
            }
        }
    }

    private static IEnumerable<int> TokensIn(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var value = (short)code[at++];
            if (value == 0xFE)
            {
                value = unchecked((short)(0xFE00 | code[at++]));
            }

            switch (OpCodesByValue[value].OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok:
                    yield return BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)));
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at++;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }

    private void Add(Type from, Type? to)
    {
        if (to is null)
        {
            return;
        }

        while (to.HasElementType)
        {
            to = to.GetElementType()!;
        }

        if (to.IsGenericParameter || to.IsFunctionPointer)
        {
            return;
        }

        if (to.IsGenericType)
        {
            Array.ForEach(to.GetGenericArguments(), argument => Add(from, argument));
        }

        var used = Outermost(to.IsGenericType ? to.GetGenericTypeDefinition() : to);
        if (used != from)
        {
            _uses.Add((from, used));
        }
    }
}
