/** What the sample uses of a generated client. */
export class PrismaClient {
  purchaseOrder: { update(query: { where: { id: string }; data: object }): Promise<object> };
}
